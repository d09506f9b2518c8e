// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.schema.TableName;
import io.truename.probing.finding.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Rules on facts that are costly to bring about in a real database; DatabaseReaderIT has the others. */
class AdviceRulesTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final TableName CHUNKS = new TableName("app", "chunks");
    private static final Sessions CALM = new Sessions(5, 100, List.of(), List.of(), List.of(), List.of(), 0, 6);
    private static final ServerFacts SERVER = server(100, 0, 1, List.of(), List.of());

    private static ServerFacts server(
            long hit, long read, long age, List<ServerFacts.Replica> replicas, List<ServerFacts.Slot> slots) {
        return new ServerFacts(
                180_000,
                NOON.minus(Duration.ofDays(30)),
                true,
                128 << 20,
                hit,
                read,
                List.of(),
                replicas,
                slots,
                List.of(new ServerFacts.Aged("app", Optional.empty(), true, true, false, age, 200_000_000)),
                List.of());
    }

    private static DatabaseReading reading(
            ServerFacts server, Sessions sessions, List<IndexFacts> indexes, List<QueryFacts> queries) {
        return new DatabaseReading(
                NOON,
                server,
                sessions,
                List.of(new TableFacts(CHUNKS, 100_000, 1_000, 0, true, true, false, 0, 1 << 24)),
                indexes,
                List.of("app.chunks_pkey"),
                List.of(),
                queries,
                List.of());
    }

    private static List<Advice> advise(DatabaseReading reading) {
        return AdviceRules.advise(reading, Optional.empty(), AdviceLimits.USUAL);
    }

    private static List<Advice> of(ServerFacts server) {
        return advise(reading(server, CALM, List.of(), List.of()));
    }

    private static List<Advice> of(Sessions sessions) {
        return advise(reading(SERVER, sessions, List.of(), List.of()));
    }

    private static IndexFacts index(String name, String key, boolean primary, long scans, long bytes, double filled) {
        return new IndexFacts(
                CHUNKS,
                new TableName("app", name),
                "btree",
                List.of(key),
                List.of(key),
                "",
                primary ? "unique" : "",
                primary ? "PRIMARY KEY" : "",
                primary,
                false,
                true,
                false,
                List.of(),
                Optional.empty(),
                false,
                scans,
                bytes,
                filled,
                0.9,
                "CREATE INDEX " + name);
    }

    private static List<Advice> of(IndexFacts... indexes) {
        return advise(reading(SERVER, CALM, List.of(indexes), List.of()));
    }

    @Test
    void calmServer_givesNone() {
        assertThat(of(SERVER)).isEmpty();
    }

    @Test
    void cache_belowItsLimit_onlyAfterEnoughReads() {
        assertThat(of(server(94_999, 5_001, 1, List.of(), List.of())))
                .extracting(Advice::rule)
                .containsExactly(AdviceRule.CACHE_MISSES);
        assertThat(of(server(95_000, 5_000, 1, List.of(), List.of()))).isEmpty();
        assertThat(of(server(10, 90_000, 1, List.of(), List.of()))).isEmpty();
    }

    // A server that misses since this morning must not hide behind a good year.
    @Test
    void cache_isComparedWithTheReadingBefore() {
        DatabaseReading now =
                reading(server(10_080_000, 1_020_000, 1, List.of(), List.of()), CALM, List.of(), List.of());
        DatabaseReading.Counters before =
                new DatabaseReading.Counters(NOON, 10_000_000, 1_000, List.of(), List.of(), Map.of());
        assertThat(AdviceRules.advise(now, Optional.of(before), AdviceLimits.USUAL))
                .extracting(Advice::rule)
                .containsExactly(AdviceRule.CACHE_MISSES);
        assertThat(AdviceRules.advise(now, Optional.of(now.counters()), AdviceLimits.USUAL))
                .as("no reads since: the counters as a whole")
                .hasSize(1);
    }

    @Test
    void wraparound_inTwoSteps() {
        assertThat(of(server(1, 0, 299_999_999, List.of(), List.of()))).isEmpty();
        assertThat(of(server(1, 0, 300_000_000, List.of(), List.of())))
                .extracting(Advice::severity)
                .containsExactly(Severity.HIGH);
        assertThat(of(server(1, 0, 1_000_000_000, List.of(), List.of())))
                .extracting(Advice::severity)
                .containsExactly(Severity.CRITICAL);
    }

    @Test
    void replication_lagAndForgottenSlots() {
        List<Advice> advice = of(server(
                1,
                0,
                1,
                List.of(
                        new ServerFacts.Replica("far", OptionalDouble.of(301), 5, 1),
                        new ServerFacts.Replica("near", OptionalDouble.of(29), 5, 1)),
                List.of(
                        new ServerFacts.Slot("left 'over", false, false, "extended", OptionalLong.of(2L << 30)),
                        new ServerFacts.Slot("read", false, true, "extended", OptionalLong.of(1L << 29)))));
        assertThat(advice).extracting(Advice::subject).containsExactly("far", "left 'over");
        assertThat(advice.get(1).statement()).isEqualTo("SELECT pg_drop_replication_slot('left ''over');");
    }

    @Test
    void connections_nearTheirLimit_andIdlePools() {
        assertThat(of(new Sessions(79, 100, List.of(), List.of(), List.of(), List.of(), 0, 6)))
                .isEmpty();
        assertThat(of(new Sessions(
                        95,
                        100,
                        List.of(),
                        List.of(new Sessions.Pool("app", "web", 60, 45), new Sessions.Pool("app", "jobs", 35, 35)),
                        List.of(),
                        List.of(),
                        1,
                        6)))
                .extracting(Advice::rule)
                .containsExactly(AdviceRule.CONNECTIONS_FULL, AdviceRule.POOL_WAITS, AdviceRule.POOL_IDLE);
    }

    @Test
    void locksAndTransactions_byTheirLimits() {
        List<Advice> advice = of(new Sessions(
                5,
                100,
                List.of(),
                List.of(),
                List.of(
                        new Sessions.LockWait(
                                1, 2, Optional.empty(), "idle in transaction", 61, "app.chunks", "ShareLock"),
                        new Sessions.LockWait(3, 4, Optional.empty(), "", 9, "app.chunks", "ShareLock")),
                List.of(
                        new Sessions.OpenTransaction(2, 301, "idle in transaction", "psql"),
                        new Sessions.OpenTransaction(4, 299, "active", "")),
                0,
                6));
        assertThat(advice).extracting(Advice::subject).containsExactly("session 2", "session 2");
        assertThat(advice).extracting(Advice::severity).containsExactly(Severity.CRITICAL, Severity.MEDIUM);
    }

    @Test
    void indexes_sparseOnesAndLargeRandomKeys() {
        assertThat(of(index("chunks_pkey", "id", true, 9, 9 << 20, 0.39)))
                .extracting(Advice::rule)
                .containsExactly(AdviceRule.INDEX_BLOATED);
        assertThat(of(index("chunks_pkey", "id", true, 9, 9 << 20, Double.NaN))).isEmpty();
        assertThat(of(index("chunks_pkey", "id", true, 9, 129 << 20, 0.69)))
                .extracting(Advice::rule)
                .containsExactly(AdviceRule.KEY_ORDER);
    }

    // Otherwise both of two equal indexes would be dropped, or an index that another advice removes would be rebuilt
    // first.
    @Test
    void index_isNamedOnce_andOneOfEqualOnesStays() {
        List<Advice> advice = of(
                index("a", "text", false, 0, 9 << 20, 0.1),
                index("b", "text", false, 5, 9 << 20, 0.7),
                index("c", "text", false, 0, 9 << 20, 0.1));
        assertThat(advice)
                .extracting(one -> one.rule() + " " + one.subject())
                .containsExactly("INDEX_DUPLICATE app.a", "INDEX_DUPLICATE app.c");
    }

    private static Optional<AdviceRule> query(QueryFacts before, QueryFacts now) {
        DatabaseReading reading = reading(
                SERVER, CALM, List.of(), List.of(now, new QueryFacts(9, "x", Optional.empty(), false, 1, 1e6, 0)));
        return AdviceRules.advise(
                        reading,
                        Optional.of(new DatabaseReading.Counters(NOON, 0, 0, List.of(before), List.of(), Map.of())),
                        AdviceLimits.USUAL)
                .stream()
                .map(Advice::rule)
                .findFirst();
    }

    @Test
    void queries_lookUpsFirst_thenGrowing_thenSlow() {
        QueryFacts before = new QueryFacts(1, "SELECT 1", Optional.empty(), false, 100, 400, 0);
        assertThat(query(before, new QueryFacts(1, "SELECT 1", Optional.empty(), false, 120, 400 + 20 * 8, 0)))
                .contains(AdviceRule.QUERY_GROWN);
        assertThat(query(before, new QueryFacts(1, "SELECT 1", Optional.empty(), true, 120, 400 + 20 * 8, 0)))
                .contains(AdviceRule.QUERY_ID_LOOKUP);
        assertThat(query(before, new QueryFacts(1, "SELECT 1", Optional.empty(), false, 120, 400 + 20 * 7.9, 0)))
                .isEmpty();
        assertThat(query(before, new QueryFacts(1, "SELECT 1", Optional.empty(), false, 119, 400 + 19 * 100, 0)))
                .as("too few calls since")
                .isEmpty();
        assertThat(query(before, new QueryFacts(1, "SELECT 1", Optional.empty(), false, 6, 6 * 500, 0)))
                .as("statistics were reset in between")
                .contains(AdviceRule.QUERY_SLOW);
    }

    // A replica keeps the lag of its last reply, or none.
    @Test
    void replica_thatStandsStill_isBehindSinceTheReadingBefore() {
        DatabaseReading now = reading(
                server(1, 0, 1, List.of(new ServerFacts.Replica("stuck", OptionalDouble.empty(), 5, 7)), List.of()),
                CALM,
                List.of(),
                List.of());
        assertThat(advise(now)).isEmpty();
        for (long place : new long[] {7, 6}) {
            var before = new DatabaseReading.Counters(
                    NOON.minusSeconds(301),
                    0,
                    0,
                    List.of(),
                    List.of(new DatabaseReading.Replayed("stuck", place)),
                    Map.of());
            assertThat(AdviceRules.advise(now, Optional.of(before), AdviceLimits.USUAL))
                    .extracting(Advice::severity)
                    .isEqualTo(place == 7 ? List.of(Severity.HIGH) : List.of());
        }
    }

    // Otherwise an index that was made an hour ago is called unused for the reads of the year before.
    @Test
    void index_isUnused_onlyAfterAWeekOfBeingSeen() {
        DatabaseReading now = reading(SERVER, CALM, List.of(index("new", "text", false, 0, 1, 0.7)), List.of());
        assertThat(advise(now)).isEmpty();
        for (int days : new int[] {6, 7}) {
            var before = new DatabaseReading.Counters(
                    NOON,
                    0,
                    0,
                    List.of(),
                    List.of(),
                    Map.of(new TableName("app", "new"), NOON.minus(Duration.ofDays(days))));
            assertThat(AdviceRules.advise(now, Optional.of(before), AdviceLimits.USUAL))
                    .hasSize(days / 7);
        }
    }
}
