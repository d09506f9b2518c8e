// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.schema.TableName;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.probing.advice.DatabaseReading.Counters;
import io.truename.probing.advice.DatabaseReading.Replayed;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadingStoreIT {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final TableName OLD = new TableName("app", "old");
    private static final TableName NEW = new TableName("app", "new");
    private static final Replayed STUCK = new Replayed("standby", 7L << 40);

    private final TestDatabase corpus = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);

    private static Counters counters(Instant at, List<Replayed> replicas, Set<TableName> indexes) {
        return new Counters(
                at, 1, 2, List.of(), replicas, indexes.stream().collect(Collectors.toMap(index -> index, i -> at)));
    }

    private static Counters keep(Database database, Counters counters) {
        return database.inTransaction(session -> {
            ReadingStore.keep(session, counters);
            return ReadingStore.find(session).orElseThrow();
        });
    }

    @Test
    void replicasAreReplaced_anIndexKeepsTheTimeItWasFirstSeen() {
        try (Database database = Database.of(DatabaseUrl.parse(corpus.url()), "truename-probe", 1)) {
            Counters first = counters(NOON, List.of(STUCK, new Replayed("gone", 5)), Set.of(OLD));
            assertThat(database.with(ReadingStore::find)).isEmpty();
            assertThat(keep(database, first)).isEqualTo(first);

            Instant tooSoon = NOON.plus(ReadingStore.BETWEEN).minusMillis(1);
            assertThat(keep(database, counters(tooSoon, List.of(), Set.of(NEW))))
                    .isEqualTo(first);

            Instant next = NOON.plus(ReadingStore.BETWEEN);
            Counters both = keep(database, counters(next, List.of(STUCK), Set.of(OLD, NEW)));
            assertThat(both.at()).isEqualTo(next);
            assertThat(both.replicas()).containsExactly(STUCK);
            assertThat(both.indexes()).isEqualTo(Map.of(OLD, NOON, NEW, next));

            // A reading that timed out saw no index: an index is not called new for it.
            Instant third = next.plus(ReadingStore.BETWEEN);
            assertThat(keep(database, counters(third, List.of(), Set.of())).indexes())
                    .isEqualTo(both.indexes());
            Instant fourth = third.plus(ReadingStore.BETWEEN);
            assertThat(keep(database, counters(fourth, List.of(), Set.of(NEW))).indexes())
                    .isEqualTo(Map.of(NEW, next));
        }
    }
}
