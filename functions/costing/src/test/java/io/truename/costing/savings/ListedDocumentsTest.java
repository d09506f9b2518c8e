// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.costing.savings.ListedDocuments.Bounds;
import io.truename.costing.savings.ListedDocuments.Conflict;
import io.truename.costing.savings.ListedDocuments.Outcome;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListedDocumentsTest {
    private record Document(String digits, String owner, long size) {
        byte[] hash() {
            return HexFormat.of().parseHex(digits);
        }
    }

    private static List<Document> random(long seed, int number) {
        Random random = new Random(seed);
        List<Document> documents = new ArrayList<>();
        for (int at = 0; at < number; at++) {
            int content = (int) (number * Math.pow(random.nextDouble(), 3));
            documents.add(new Document(hash(content), "user-" + random.nextInt(40), 500L + content % 1_009));
        }
        return documents;
    }

    private static String hash(int content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(Integer.toString(content).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static SavingsLedger counted(List<Document> documents) {
        LedgerCount count = new LedgerCount();
        documents.stream()
                .sorted(Comparator.comparing(Document::digits).thenComparing(Document::owner))
                .forEach(each -> count.add(each.hash(), each.owner(), each.size(), 1));
        return count.ledger();
    }

    private static Outcome outcome(List<Document> documents, Bounds bounds) {
        ListedDocuments list = new ListedDocuments(bounds);
        for (int at = 0; at < documents.size(); at++) {
            Document each = documents.get(at);
            list.add(at + 1, each.hash(), each.owner(), each.size());
        }
        if (list.readAgain()) {
            for (int at = 0; at < documents.size(); at++) {
                Document each = documents.get(at);
                list.addAgain(at + 1, each.hash(), each.owner(), each.size());
            }
        }
        return list.outcome();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void list_thatFits_isExact(long seed) {
        List<Document> documents = random(seed, 5_000);
        Outcome outcome = outcome(documents, ListedDocuments.USUAL);
        assertThat(outcome.exact()).contains(counted(documents));
        assertThat(outcome.sample()).isEmpty();
        assertThat(outcome.documents()).isEqualTo(5_000);
    }

    @Test
    void list_thatDoesNotFit_isEstimated_andHeldByItsInterval() {
        int held = 0;
        int lists = 40;
        for (long seed = 0; seed < lists; seed++) {
            List<Document> documents = random(seed, 8_000);
            Outcome outcome = outcome(documents, new Bounds(1_000, 4_000, 100));
            SavingsLedger truth = counted(documents);
            SampleEstimate estimate = outcome.sample().orElseThrow();
            assertThat(outcome.exact()).isEmpty();
            assertThat(estimate.totalBytes()).isEqualTo(truth.total().bytes());
            assertThat(estimate.largest()).isEqualTo(100);
            assertThat(estimate.sampled()).isBetween(100, 1_000);
            held += estimate.acrossOwners().holds((double) truth.acrossOwners().bytes()) ? 1 : 0;
        }
        // Of 40 intervals of 95 % fewer than 34 hold once in 300 times.
        assertThat(held).isGreaterThanOrEqualTo(34);
    }

    @Test
    void sizesThatDiffer_areTold_withTheirLines() {
        List<Document> documents = random(7, 500);
        documents.set(99, new Document(hash(-1), "a", 10));
        documents.set(199, new Document(hash(-1), "b", 10));
        documents.set(299, new Document(hash(-1), "b", 11));
        documents.set(399, new Document(hash(-1), "c", 12));
        Outcome outcome = outcome(documents, ListedDocuments.USUAL);
        assertThat(outcome.conflicts()).containsExactly(new Conflict(300, 100));
        assertThat(outcome.differing()).isEqualTo(new CountedLedger.Differing(1, new SavingsLedger.Line(4, 43)));
        assertThat(outcome.exact().orElseThrow().total().documents()).isEqualTo(496);
    }

    @Test
    void ownersOfOneContent_beyondMemory_areRefused() {
        ListedDocuments list = new ListedDocuments(new Bounds(10, 100, 5));
        byte[] zero = new byte[32];
        assertThatThrownBy(() -> {
                    for (int at = 1; at < 200; at++) {
                        list.add(at, zero, "user-" + at, 1);
                    }
                })
                .hasMessageContaining("more owners than fit in memory");
    }

    @Test
    void heavyContents_keepEveryOneWithMoreThanItsShare() {
        HeavyContents heavy = new HeavyContents(20);
        Random random = new Random(3);
        ContentHash big = ContentHash.of(HexFormat.of().parseHex(hash(-5)));
        for (int at = 0; at < 20_000; at++) {
            heavy.add(at % 15 == 0 ? big : ContentHash.of(HexFormat.of().parseHex(hash(random.nextInt()))), 100);
        }
        assertThat(heavy.largest(1)).containsExactly(big);
    }
}
