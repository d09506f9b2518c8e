// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.identity.ContentHashAlgorithm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every line that is written is read again as the same input, whatever the names are. */
class InputLineTest {
    @Provide
    Arbitrary<Input> anyInput() {
        return input(3);
    }

    private static Arbitrary<Input> input(int deepest) {
        Arbitrary<Input> column = name().map(Input.OfColumn::new);
        Arbitrary<Input> json = Combinators.combine(
                        name(), member().list().ofMinSize(1).ofMaxSize(3))
                .as((of, path) -> new Input.OfJson(of, new JsonPath(List.copyOf(path))));
        Arbitrary<Input> constant = Arbitraries.strings()
                .withChars("aZ_0$ \".;:#{}[],'\\é")
                .ofMinLength(1)
                .ofMaxLength(10)
                .map(Input.Constant::new);
        Arbitrary<Input> computed = name().list().ofMinSize(1).ofMaxSize(3).map(Input.Sha256Of::new);
        if (deepest == 1) {
            return Arbitraries.oneOf(column, json, constant, computed);
        }
        Arbitrary<Input> inner = input(deepest - 1);
        Arbitrary<Input> first = inner.list().ofMinSize(2).ofMaxSize(3).map(Input.FirstOf::new);
        Arbitrary<Input> other = Combinators.combine(name(), name(), name(), inner, inner)
                .as((schema, table, key, own, take) -> new Input.OfTable(
                        new QualifiedName(
                                List.of(schema.parts().get(0), table.parts().get(0))),
                        new LinkedHashMap<>(Map.of(key, own)),
                        take));
        return Arbitraries.oneOf(column, json, constant, computed, first, other);
    }

    private static Arbitrary<QualifiedName> name() {
        return Arbitraries.strings()
                .withChars("abyn_0$ \".;:#{}[],'\\éI")
                .ofMinLength(1)
                .ofMaxLength(8)
                .map(name -> new QualifiedName(List.of(name)));
    }

    private static Arbitrary<JsonPath.Step> member() {
        return Arbitraries.strings()
                .withChars("ab_0 \".;:'\\é")
                .ofMinLength(1)
                .ofMaxLength(8)
                .map(JsonPath.Member::new);
    }

    @Property
    void input_isReadAgain(@ForAll("anyInput") Input input) {
        assertThat(documents(InputLine.of(input), "h").user()).isEqualTo(input);
    }

    @Property
    void hash_isReadAgain(
            @ForAll("anyInput") Input input, @ForAll ContentHashAlgorithm algorithm, @ForAll boolean base64) {
        if (input instanceof Input.Sha256Of) {
            return;
        }
        Input stored = base64 ? new Input.FromBase64(input) : input;
        Mapping.Documents read = documents(
                "u",
                algorithm.isCollisionResistant()
                        ? InputLine.ofHash(stored, algorithm)
                        : InputLine.ofHashWithConsent(stored, algorithm));
        assertThat(read.contentHash()).isEqualTo(stored);
        assertThat(read.algorithm()).isEqualTo(algorithm);
    }

    @Provide
    Arbitrary<Input> anyPosition() {
        return input(1).filter(input -> input instanceof Input.OfColumn || input instanceof Input.OfJson)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(Input.Position::new);
    }

    @Property
    void position_isReadAgain(@ForAll("anyPosition") Input position) {
        assertThat(MappingReader.read("""
                        documents: {table: d, id: id, user: u, contentHash: h}
                        chunks: {table: c, id: id, document: d, chunker: a, chunkerVersion: v, ordinal: %s}
                        """.formatted(InputLine.of(position)))
                        .chunks()
                        .get(0)
                        .ordinal())
                .isEqualTo(position);
    }

    private static Mapping.Documents documents(String user, String hash) {
        return MappingReader.read("documents:\n  table: d\n  id: id\n  user: " + user + "\n  contentHash: " + hash)
                .documents();
    }
}
