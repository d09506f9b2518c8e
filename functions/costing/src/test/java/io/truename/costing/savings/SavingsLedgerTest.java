// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.costing.savings.SavingsLedger.Line;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SavingsLedgerTest {
    private record Document(int content, int owner) {}

    @Test
    void content_ofThreeOwners_eachDocumentIsInOneLine() {
        SavingsLedger ledger = SavingsLedger.ofContent(100, List.of(3L, 1L, 2L));

        assertThat(ledger.unique()).isEqualTo(new Line(1, 100));
        assertThat(ledger.acrossOwners()).isEqualTo(new Line(2, 200));
        assertThat(ledger.sameOwner()).isEqualTo(new Line(3, 300));
        assertThat(ledger.total()).isEqualTo(new Line(6, 600));
    }

    // The sets are counted in another way than the ledger does: what ids of (owner, content) and of content alone would
    // leave.
    @Property
    void ledger_ofAnyDocuments_addsUp(@ForAll @Size(max = 200) List<@IntRange(max = 400) Integer> drawn) {
        List<Document> documents = drawn.stream()
                .map(number -> new Document(number / 20, number % 20))
                .toList();
        SavingsLedger ledger = counted(documents);

        long total = documents.stream()
                .mapToLong(document -> size(document.content()))
                .sum();
        long perOwner = documents.stream()
                .distinct()
                .mapToLong(document -> size(document.content()))
                .sum();
        long unique = documents.stream()
                .map(Document::content)
                .distinct()
                .mapToLong(SavingsLedgerTest::size)
                .sum();
        assertThat(ledger.total()).isEqualTo(new Line(documents.size(), total));
        assertThat(ledger.unique().bytes()).isEqualTo(unique);
        assertThat(ledger.sameOwner().bytes()).isEqualTo(total - perOwner);
        assertThat(ledger.acrossOwners().bytes()).isEqualTo(perOwner - unique);
        assertThat(ledger.unique().plus(ledger.duplicates())).isEqualTo(ledger.total());
    }

    @Property
    void shards_inAnyOrder_giveTheWhole(
            @ForAll @Size(max = 200) List<@IntRange(max = 400) Integer> drawn, @ForAll Random random) {
        List<Document> documents = drawn.stream()
                .map(number -> new Document(number / 20, number % 20))
                .toList();
        List<SavingsLedger> shards = new ArrayList<>();
        for (int shard = 0; shard < 4; shard++) {
            int remainder = shard;
            shards.add(counted(documents.stream()
                    .filter(document -> document.content() % 4 == remainder)
                    .toList()));
        }
        Collections.shuffle(shards, random);

        assertThat(shards.stream().reduce(SavingsLedger.EMPTY, SavingsLedger::plus))
                .isEqualTo(counted(documents));
    }

    @Test
    void count_outOfOrder_isRefused() {
        LedgerCount count = new LedgerCount();
        count.add(new byte[] {(byte) 0x80}, "a", 1, 1);
        // As signed bytes 0x80 would come first.
        assertThatThrownBy(() -> count.add(new byte[] {0x7f}, "a", 1, 1)).hasMessageContaining("order");
        assertThatThrownBy(() -> count.add(new byte[] {(byte) 0x80}, "A", 1, 1)).hasMessageContaining("order");
        assertThatThrownBy(() -> count.add(new byte[] {(byte) 0x80}, "b", 2, 1)).hasMessageContaining("same hash");
    }

    @Test
    void sum_thatOverflows_isNoNumber() {
        SavingsLedger large = SavingsLedger.ofContent(Long.MAX_VALUE / 2, List.of(1L, 1L, 1L));
        assertThatThrownBy(() -> large.plus(large)).isInstanceOf(ArithmeticException.class);
    }

    private static SavingsLedger counted(List<Document> documents) {
        Map<Integer, Map<String, Long>> grouped = new TreeMap<>();
        for (Document document : documents) {
            grouped.computeIfAbsent(document.content(), content -> new TreeMap<>())
                    .merge("owner-" + document.owner(), 1L, Long::sum);
        }
        LedgerCount count = new LedgerCount();
        SavingsLedger sum = SavingsLedger.EMPTY;
        for (var content : grouped.entrySet()) {
            byte[] hash = ByteBuffer.allocate(4).putInt(content.getKey()).array();
            content.getValue().forEach((owner, copies) -> count.add(hash, owner, size(content.getKey()), copies));
            sum = sum.plus(SavingsLedger.ofContent(size(content.getKey()), new HashMap<>(content.getValue()).values()));
        }
        SavingsLedger ledger = count.ledger();
        assertThat(ledger).isEqualTo(sum);
        return ledger;
    }

    private static long size(int content) {
        return content * 37L % 1000;
    }
}
