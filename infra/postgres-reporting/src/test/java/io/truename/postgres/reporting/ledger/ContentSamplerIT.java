// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.costing.savings.ListedDocuments.Outcome;
import io.truename.costing.savings.SampleEstimate;
import io.truename.costing.savings.SavingsLedger;
import io.truename.postgres.Session;
import io.truename.postgres.reporting.ledger.ContentSampler.Sampled;
import io.truename.postgres.reporting.ledger.LedgerCorpus.Document;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.suite.LongSuite;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Samples of random corpora against their exact ledgers. */
class ContentSamplerIT {
    private static final String TEXT = "owner text, hash text, size bigint";
    private static final String SIZED = ", bytes: size";
    private static final Duration LONG = Duration.ofMinutes(1);

    private static Optional<Sampled> read(LedgerCorpus corpus, long wanted, Duration longest) {
        try (Session session = corpus.database.open()) {
            return new ContentSampler(corpus.documents(SIZED), wanted).read(session, longest);
        }
    }

    private static boolean whole(Document document) {
        return document.owner() != null
                && !document.owner().isEmpty()
                && document.hash() != null
                && document.hash().length() == 64
                && document.size() != null
                && document.size() >= 0;
    }

    private static List<Document> random(long seed, int number) {
        return LedgerCorpus.random(seed, number, true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"OLDEST; owner text, hash text, size bigint", "NEWEST; owner varchar(80), hash bytea, size numeric"
            })
    void smallCorpus_isCountedExactly(Version version, String columns) {
        List<Document> documents = random(1, 3_000);
        List<Document> whole =
                documents.stream().filter(ContentSamplerIT::whole).toList();
        try (LedgerCorpus corpus = LedgerCorpus.of(version, columns, "SELECT 1")) {
            corpus.fill(documents, columns.contains("bytea"));

            Sampled sampled = read(corpus, ContentSampler.USUAL, LONG).orElseThrow();

            Outcome outcome = sampled.outcome();
            assertThat(outcome.exact()).contains(LedgerCorpus.expected(whole).ledger());
            assertThat(outcome.differing())
                    .isEqualTo(LedgerCorpus.expected(whole).differing());
            assertThat(outcome.documents()).isEqualTo(whole.size());
            assertThat(sampled.leftOut()).isEqualTo(documents.size() - whole.size());
        }
    }

    /** Of an interval of 95 % one in twenty misses: they are counted over many corpora. */
    @LongSuite
    @Test
    void largeCorpora_areEstimated_andIntervalsHoldTheTruthAsOftenAsTheySay() {
        int held = 0;
        int corpora = 24;
        try (LedgerCorpus corpus = LedgerCorpus.of(Version.NEWEST, TEXT, "SELECT 1")) {
            for (int seed = 1; seed <= corpora; seed++) {
                List<Document> whole = random(seed, 6_000).stream()
                        .filter(ContentSamplerIT::whole)
                        .map(document -> new Document(document.owner(), document.hash(), 1_000L))
                        .toList();
                corpus.test.execute("TRUNCATE docs.documents");
                corpus.fill(whole, false);

                Outcome outcome = read(corpus, 1_000, LONG).orElseThrow().outcome();

                SavingsLedger truth = LedgerCorpus.expected(whole).ledger();
                SampleEstimate sample = outcome.sample().orElseThrow();
                assertThat(sample.share()).isEqualTo(0.125);
                assertThat(outcome.bytes()).isEqualTo(truth.total().bytes());
                assertThat(sample.unique().bytes()
                                + sample.sameOwner().bytes()
                                + sample.acrossOwners().bytes())
                        .isCloseTo((double) outcome.bytes(), Percentage.withPercentage(1e-6));
                held += sample.unique().holds((double) truth.unique().bytes()) ? 1 : 0;
                held += sample.sameOwner().holds((double) truth.sameOwner().bytes()) ? 1 : 0;
                held += sample.acrossOwners()
                                .holds((double) truth.acrossOwners().bytes())
                        ? 1
                        : 0;
            }
        }
        assertThat(held).as("of %d intervals", 3 * corpora).isGreaterThanOrEqualTo(62);
    }

    @Test
    void manyCopiesOfFewContents_areCountedExactly() {
        List<Document> documents = IntStream.range(0, 20_000)
                .mapToObj(number -> new Document("user-" + number % 700, "%064x".formatted(number % 9), 5L))
                .toList();
        try (LedgerCorpus corpus = LedgerCorpus.of(Version.NEWEST, TEXT, "SELECT 1")) {
            corpus.fill(documents, false);

            assertThat(read(corpus, 100, LONG).orElseThrow().outcome().exact())
                    .contains(LedgerCorpus.expected(documents).ledger());
        }
    }

    @Test
    void timeTooShort_isEmpty_andTheSessionGoesOn() {
        try (LedgerCorpus corpus = LedgerCorpus.of(Version.NEWEST, TEXT, "SELECT 1");
                Session session = corpus.database.open()) {
            corpus.fill(random(1, 3_000), false);
            ContentSampler sampler = new ContentSampler(corpus.documents(SIZED));

            assertThat(sampler.read(session, Duration.ofNanos(1))).isEmpty();
            assertThat(sampler.read(session, LONG)).isPresent();
            assertThat(session.<String>one("SHOW transaction_read_only", row -> row.text("transaction_read_only")))
                    .isEqualTo("off");
        }
    }

    @Test
    void withoutSizes_saysSo_andSizesBeyondLong() {
        try (LedgerCorpus corpus = LedgerCorpus.of(Version.NEWEST, TEXT, "SELECT 1")) {
            assertThatThrownBy(() -> new ContentSampler(corpus.documents("")))
                    .hasMessageStartingWith("documents.bytes: is not mapped");
            corpus.fill(
                    List.of(
                            new Document("a", "%064x".formatted(1), Long.MAX_VALUE),
                            new Document("b", "%064x".formatted(2), Long.MAX_VALUE)),
                    false);

            assertThatThrownBy(() -> read(corpus, 10, LONG)).isInstanceOf(LedgerOverflowException.class);
        }
    }
}
