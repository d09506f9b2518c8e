// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.costing.savings.ContentHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.apache.beam.sdk.coders.Coder;

/** Ledgers of lists of a few contents, owners and sizes, where every case meets every other. */
class LedgerPropertyTest {
    @Provide
    Arbitrary<ListedDocument> document() {
        Arbitrary<String> user = Arbitraries.of("ann", "bob", "cy", "a n", "").injectNull(0.1);
        Arbitrary<String> hash = Arbitraries.of(
                        ListedDocument.hash(1),
                        ListedDocument.hash(2),
                        ListedDocument.hash(2).toUpperCase(Locale.ROOT),
                        "abc",
                        "")
                .injectNull(0.1);
        Arbitrary<String> bytes =
                Arbitraries.of("0", "5", "5", "5", "7", "-1", "1.5").injectNull(0.1);
        return Combinators.combine(user, hash, bytes).as(ListedDocument::new);
    }

    @Provide
    Arbitrary<List<ListedDocument>> documents() {
        return document().list().ofMaxSize(30);
    }

    @Property(tries = 25)
    void ledger_ofAnyDocuments_equalsItsDefinition(
            @ForAll("documents") List<ListedDocument> some, @ForAll("documents") List<ListedDocument> others)
            throws IOException {
        Path folder = Files.createTempDirectory("ledger");
        Lists lists = new Lists(folder);
        lists.write("some.csv", some);
        lists.write("others.jsonl.gz", others);
        List<ListedDocument> all = Stream.concat(some.stream(), others.stream()).toList();
        try {
            assertThat(Lists.counted(lists.countInRanges("*.*", 1_000))).isEqualTo(ListedDocument.ledger(all));
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    @Provide
    Arbitrary<Copies> copies() {
        return Arbitraries.longs()
                .between(0, Long.MAX_VALUE)
                .injectNull(0.3)
                .map(size -> Copies.one(size == null ? OptionalLong.empty() : OptionalLong.of(size)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(copies -> copies.stream().reduce(Copies::plusOtherOwners).orElseThrow());
    }

    @Property
    void copies_areTheSameInAnyOrder(
            @ForAll("copies") Copies first, @ForAll("copies") Copies second, @ForAll("copies") Copies third) {
        assertThat(first.plusOtherOwners(second)).isEqualTo(second.plusOtherOwners(first));
        assertThat(first.plusOtherOwners(second).plusOtherOwners(third))
                .isEqualTo(first.plusOtherOwners(second.plusOtherOwners(third)));
        assertThat(first.plusSameOwner(second)).isEqualTo(second.plusSameOwner(first));
        assertThat(first.plusSameOwner(second).owners()).isEqualTo(1);
    }

    @Property
    void copies_areReadAsTheyWereWritten(@ForAll("copies") Copies copies) throws IOException {
        assertThat(written(Copies.Coder.INSTANCE, copies)).isEqualTo(copies);
    }

    @Property
    void keys_areReadAsTheyWereWritten(
            @ForAll long first,
            @ForAll long last,
            @ForAll @StringLength(min = 1, max = 40) @CharRange(from = ' ', to = '~') String owner)
            throws IOException {
        ContentHash hash = new ContentHash(first, 0, -1, last);
        assertThat(written(OwnedContent.Coder.INSTANCE, new OwnedContent(hash, owner)))
                .isEqualTo(new OwnedContent(hash, owner));
        assertThat(HexFormat.of().formatHex(bytes(OwnedContent.HashCoder.INSTANCE, hash)))
                .isEqualTo(HexFormat.of().formatHex(hash.bytes()));
    }

    private static <T> T written(Coder<T> coder, T value) throws IOException {
        return coder.decode(new ByteArrayInputStream(bytes(coder, value)));
    }

    private static <T> byte[] bytes(Coder<T> coder, T value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        coder.encode(value, out);
        return out.toByteArray();
    }
}
