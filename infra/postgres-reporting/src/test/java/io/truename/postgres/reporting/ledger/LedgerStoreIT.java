// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.costing.savings.CountedLedger;
import io.truename.postgres.Session;
import io.truename.postgres.reporting.ledger.LedgerCorpus.Document;
import io.truename.testkit.database.TestServer;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ledgers on real databases: types and indexes, kills, zombies, halving, sums.
 *
 * <p>Long, because every way in which a range can end has a test on the same corpus.
 */
class LedgerStoreIT {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String TEXT = "owner text, hash text, size bigint";
    private static final String SIZED = ", bytes: size";
    private static final String INDEX = "CREATE INDEX ON docs.documents (hash)";
    private static final int PAGE = 100;

    private final UUID report = UUID.randomUUID();
    private LedgerCorpus corpus;
    private LedgerStore store;

    @AfterEach
    void close() {
        corpus.close();
    }

    private void corpus(String columns, String more, List<Document> documents) {
        corpus(TestServer.Version.NEWEST, columns, more, documents);
    }

    private void corpus(TestServer.Version version, String columns, String more, List<Document> documents) {
        corpus = LedgerCorpus.of(version, columns, more);
        corpus.fill(documents, columns.contains("hash bytea"));
        store = new LedgerStore(corpus.documents(SIZED), PAGE);
    }

    private void begin(int shards) {
        try (Session session = corpus.database.open()) {
            store.begin(session, report, shards, NOON);
        }
    }

    private LedgerProgress step(Clock clock, Duration time) {
        try (Session session = corpus.database.open()) {
            return store.step(session, report, clock, time);
        }
    }

    private CountedLedger ledger() {
        return corpus.database.with(session -> store.ledger(session, report)).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "OLDEST; owner text, hash text, size bigint; SELECT 1",
                "NEWEST; owner varchar(80), hash varchar(64), size integer; CREATE INDEX ON docs.documents (hash, owner)",
                "NEWEST; owner text, hash text COLLATE \"C\", size numeric; CREATE INDEX ON docs.documents (hash)",
                "OLDEST; owner text, hash bytea, size bigint; CREATE INDEX ON docs.documents (hash) INCLUDE (owner, size)",
                "NEWEST; owner text, hash bytea, size bigint; CREATE INDEX ON docs.documents USING hash (hash)"
            })
    void ledger_byTypeAndIndex_equalsItsDefinition(TestServer.Version version, String columns, String more) {
        List<Document> documents = LedgerCorpus.random(1, 3_000, false);
        corpus(version, columns, more, documents);
        begin(4);
        LedgerProgress progress = step(Clock.systemUTC(), LONG);
        assertThat(progress.complete()).isTrue();
        // Those without a hash have a shard of their own.
        assertThat(progress.shards()).isEqualTo(more.contains("(hash") && !more.contains("USING") ? 5 : 2);
        assertThat(progress.rows()).isEqualTo(3_000);
        assertThat(progress.rowsPerSecond()).isPositive();
        assertThat(ledger()).isEqualTo(LedgerCorpus.expected(documents));
        assertThat(ledger().documents()).isEqualTo(3_000);
        assertThat(ledger().withoutHash().documents()).isPositive();
        assertThat(ledger().withoutOwner().documents()).isPositive();
        assertThat(ledger().differing().contents()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "3, true", "4, false", "5, false"})
    void ledger_ofHashesInEitherCase_joinsThem(int seed, boolean indexed) {
        List<Document> documents = LedgerCorpus.random(seed, 2_000, true);
        corpus(TEXT, INDEX, documents);
        if (indexed) {
            corpus.test.execute("CREATE INDEX ON docs.documents ((lower(hash)) COLLATE \"C\")");
        }
        begin(3);
        assertThat(step(Clock.systemUTC(), LONG).complete()).isTrue();
        assertThat(ledger()).isEqualTo(LedgerCorpus.expected(documents));
        assertThat(corpus.test.value("SELECT keyed_by || ' ' || indexed FROM truename.ledger"))
                .isEqualTo("CANONICAL " + indexed);
    }

    @Test
    void ledger_withoutAColumnOfSizes_countsDocuments() {
        List<Document> documents = LedgerCorpus.random(3, 500, false);
        corpus(TEXT, INDEX, documents);
        store = new LedgerStore(corpus.documents(""), PAGE);
        begin(1);
        step(Clock.systemUTC(), LONG);
        assertThat(ledger().sized()).isFalse();
        assertThat(ledger().documents()).isEqualTo(500);
        assertThat(ledger().ledger().total().bytes()).isZero();
        assertThat(ledger().differing()).isEqualTo(CountedLedger.Differing.NONE);
    }

    @Test
    void steps_ofOnePageEach_goOnFromTheLastHash() {
        List<Document> documents = LedgerCorpus.random(4, 2_000, false);
        corpus(TEXT, INDEX, documents);
        begin(2);
        Optional<CountedLedger> early = corpus.database.with(session -> store.ledger(session, report));
        assertThat(early).isEmpty();
        int steps = 0;
        long before = 0;
        LedgerProgress progress;
        do {
            progress = step(Clock.systemUTC(), Duration.ZERO);
            assertThat(progress.rows()).isGreaterThanOrEqualTo(before);
            before = progress.rows();
            steps++;
        } while (!progress.complete());
        assertThat(steps).isGreaterThan(10);
        assertThat(ledger()).isEqualTo(LedgerCorpus.expected(documents));
        assertThat(step(Clock.systemUTC(), LONG).worked()).isFalse();
    }

    /** A clock that ends the step at its so many-th look, as a kill does: before a claim, after it, between count and cursor. */
    private static Clock killedAt(int look, Instant now) {
        return new Clock() {
            private int looks;

            @Override
            public Instant instant() {
                if (++looks == look) {
                    throw new IllegalStateException("killed");
                }
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"CREATE INDEX ON docs.documents (hash)", "SELECT 1"})
    void kills_atAnyMoment_loseNothingAndCountNothingTwice(String more) {
        List<Document> documents = LedgerCorpus.random(5, 1_500, false);
        corpus(TEXT, more, documents);
        begin(2);
        Instant now = NOON;
        for (int look = 2; look < 24; look++) {
            Clock clock = killedAt(look, now);
            try {
                step(clock, Duration.ofSeconds(1));
            } catch (IllegalStateException killed) {
                assertThat(killed).hasMessage("killed");
            }
            // Claims end; so few attempts without progress are allowed that a fault could hide behind them.
            now = now.plus(Duration.ofHours(1));
            corpus.test.execute("UPDATE truename.ledger_shard SET attempts = 0");
        }
        while (!step(Clock.fixed(now, ZoneOffset.UTC), LONG).complete()) {
            now = now.plus(Duration.ofHours(1));
        }
        assertThat(ledger()).isEqualTo(LedgerCorpus.expected(documents));
    }

    @Test
    void claimThatHasEnded_countsNothing() {
        corpus(TEXT, INDEX, LedgerCorpus.random(6, 200, false));
        begin(1);
        LedgerShards shards = new LedgerShards();
        try (Session session = corpus.database.open()) {
            Instant later = NOON.plus(LONG);
            LedgerShards.Shard slow = shards.claim(session, report, NOON, later).orElseThrow();
            LedgerShards.Shard other =
                    shards.claim(session, report, NOON, later).orElseThrow();
            assertThat(other.place()).isNotEqualTo(slow.place());
            assertThat(shards.claim(session, report, NOON, later)).isEmpty();
            LedgerShards.Shard again =
                    shards.claim(session, report, later, later.plus(LONG)).orElseThrow();
            assertThat(again.place()).isEqualTo(slow.place());
            LedgerShards.Counted counted = new LedgerShards.Counted(
                    Optional.empty(),
                    7,
                    1,
                    LedgerSql.SUMS.stream().map(sum -> BigDecimal.ONE).toList(),
                    0);
            assertThat(shards.count(session, slow, counted, later)).isFalse();
            assertThat(shards.count(session, again, counted, later)).isTrue();
            assertThat(shards.count(session, again, counted, later)).isFalse();
            assertThat(store.progress(session, report).rows()).isEqualTo(7);
        }
    }

    @Test
    void instances_atOnce_shareTheWork() {
        List<Document> documents = LedgerCorpus.random(7, 4_000, true);
        corpus(TEXT, INDEX + "; CREATE INDEX ON docs.documents ((lower(hash)) COLLATE \"C\")", documents);
        begin(16);
        List<CompletableFuture<Void>> instances = IntStream.range(0, 3)
                .mapToObj(instance -> CompletableFuture.runAsync(() -> {
                    while (step(Clock.systemUTC(), Duration.ofMillis(20)).worked()) {
                        Thread.onSpinWait();
                    }
                }))
                .toList();
        instances.forEach(CompletableFuture::join);
        assertThat(step(Clock.systemUTC(), LONG).complete()).isTrue();
        assertThat(ledger()).isEqualTo(LedgerCorpus.expected(documents));
    }

    /** An instance knows the ledger by its old key and waits for a claim; meanwhile another one begins the ledger anew. */
    @Test
    void claim_afterTheLedgerBeganAnew_countsByTheNewKey() {
        List<Document> documents = LedgerCorpus.random(9, 2_000, true);
        corpus(TEXT, INDEX + "; CREATE INDEX ON docs.documents ((lower(hash)) COLLATE \"C\")", documents);
        begin(16);
        LedgerShards shards = new LedgerShards();
        CompletableFuture<LedgerProgress> waiting;
        try (Session other = corpus.database.open()) {
            waiting = other.inTransaction(() -> {
                other.execute("LOCK TABLE truename.ledger_shard IN EXCLUSIVE MODE");
                CompletableFuture<LedgerProgress> step =
                        CompletableFuture.supplyAsync(() -> step(Clock.systemUTC(), LONG));
                while (corpus.test
                        .value("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                + " AND datname = current_database()")
                        .equals("0")) {
                    Thread.onSpinWait();
                }
                assertThat(shards.rekey(other, report, LedgerKey.CANONICAL, true))
                        .isTrue();
                new LedgerDivision(corpus.documents(SIZED), shards).divide(other, report, 16);
                return step;
            });
        }
        assertThat(waiting.join().complete()).isTrue();
        assertThat(ledger()).isEqualTo(LedgerCorpus.expected(documents));
    }

    @Test
    void scanThatDoesNotEndInTime_isHalved_andThenTheErrorSaysTheIndex() {
        List<Document> documents = LedgerCorpus.random(8, 20_000, false);
        corpus(TEXT, "SELECT 1", documents);
        begin(7);
        assertThat(step(Clock.systemUTC(), Duration.ofMillis(1)).shards()).isEqualTo(3);
        assertThat(step(Clock.systemUTC(), LONG).complete()).isTrue();
        assertThat(ledger()).isEqualTo(LedgerCorpus.expected(documents));

        UUID second = UUID.randomUUID();
        try (Session session = corpus.database.open()) {
            store.begin(session, second, 7, NOON);
            LedgerProgress progress;
            do {
                progress = store.step(session, second, Clock.systemUTC(), Duration.ofMillis(1));
            } while (progress.error().isEmpty());
            assertThat(progress.complete()).isFalse();
            assertThat(progress.shards()).isLessThanOrEqualTo(9);
            String remedy = progress.error().orElseThrow();
            assertThat(remedy)
                    .startsWith("One scan of docs.documents does not end within the time of a step.")
                    .endsWith("or send a list of the documents to POST /estimates.");
            int at = remedy.indexOf("CREATE INDEX");
            corpus.test.execute(remedy.substring(at, remedy.indexOf(", and begin")));
            store.begin(session, second, 2, NOON);
            assertThat(store.step(session, second, Clock.systemUTC(), LONG).shards())
                    .isEqualTo(3);
            assertThat(store.ledger(session, second)).contains(LedgerCorpus.expected(documents));
        }
    }

    @Test
    void remedyInLowerCase_isUsed() {
        List<Document> documents = LedgerCorpus.random(9, 1_000, true);
        corpus(TEXT, "SELECT 1", documents);
        corpus.test.execute(new LedgerSql(corpus.documents(SIZED), LedgerKey.CANONICAL).remedy());
        begin(2);
        assertThat(step(Clock.systemUTC(), LONG).complete()).isTrue();
        assertThat(corpus.test.value("SELECT indexed FROM truename.ledger")).isEqualTo("t");
        assertThat(ledger()).isEqualTo(LedgerCorpus.expected(documents));
    }

    @Test
    void sizesBeyondEveryBigint_areRefused() {
        String hash = "ab".repeat(32);
        corpus(TEXT, INDEX, List.of(new Document("a", hash, Long.MAX_VALUE), new Document("b", hash, Long.MAX_VALUE)));
        begin(1);
        step(Clock.systemUTC(), LONG);
        assertThat(ledger().ledger().acrossOwners().bytes()).isEqualTo(Long.MAX_VALUE);
        corpus.test.execute("UPDATE truename.ledger_shard SET unique_bytes = unique_bytes + 1 WHERE contents > 0");
        assertThatThrownBy(this::ledger)
                .isInstanceOf(LedgerOverflowException.class)
                .hasMessageContaining("unique_bytes: is 9223372036854775808, more than 2^63 - 1");
    }

    @Test
    void begin_again_changesNothing() {
        List<Document> documents = LedgerCorpus.random(10, 300, false);
        corpus(TEXT, INDEX, documents);
        begin(2);
        step(Clock.systemUTC(), Duration.ZERO);
        begin(9);
        assertThat(step(Clock.systemUTC(), LONG).shards()).isEqualTo(3);
        assertThat(ledger()).isEqualTo(LedgerCorpus.expected(documents));
        assertThatThrownBy(() -> begin(0)).hasMessage("shards: must be 1 to 4096");
        try (Session session = corpus.database.open()) {
            assertThatThrownBy(() -> store.step(session, UUID.randomUUID(), Clock.systemUTC(), LONG))
                    .hasMessageContaining("report: no ledger was begun");
        }
    }
}
