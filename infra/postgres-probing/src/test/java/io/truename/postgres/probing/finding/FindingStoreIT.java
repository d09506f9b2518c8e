// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.finding;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.Page;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.probing.finding.Acknowledgement;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.Finding;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.FindingState;
import io.truename.probing.finding.HistoryEntry.Event;
import io.truename.probing.finding.Observation;
import io.truename.probing.finding.Severity;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FindingStoreIT {
    private static final Cause RANDOM = new Cause(FindingKind.ID_RANDOM, "app.documents", "id", "v4");
    private static final Cause ORPHAN = new Cause(FindingKind.REFERENCE_ORPHAN, "app.jobs", "payload", "$.\"id\"");
    private static final Instant T0 = Instant.parse("2026-11-01T00:00:00Z");

    private final FindingStore store = new FindingStore();
    private Database database;

    @BeforeEach
    void open() {
        TestDatabase test = CorpusDatabase.withOurTables(TestServer.Version.OLDEST);
        database = Database.of(DatabaseUrl.parse(test.url()), "finding-test", 8);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void history_tellsWhatHappened_andTheFingerprintStays() {
        seen(RANDOM, 7, T0);
        seen(RANDOM, 9, T0.plusSeconds(10));
        acknowledge(RANDOM, T0.plusSeconds(20), T0.plusSeconds(100));
        assertThat(finding(RANDOM).state()).isEqualTo(FindingState.ACKNOWLEDGED);
        database.inTransaction(session -> store.expire(session, T0.plusSeconds(200)));
        notSeen(T0.plusSeconds(300));
        assertThat(finding(RANDOM).state()).isEqualTo(FindingState.RESOLVED);
        assertThat(acknowledge(RANDOM, T0.plusSeconds(310), T0.plusSeconds(400)))
                .isEqualTo(FindingStore.Acknowledged.RESOLVED);
        seen(RANDOM, 2, T0.plusSeconds(400));

        FindingStore.WithHistory found = database.with(session -> store.find(session, RANDOM.fingerprint()))
                .orElseThrow();
        assertThat(found.history())
                .extracting(entry -> entry.event())
                .containsExactly(Event.REOPENED, Event.RESOLVED, Event.EXPIRED, Event.ACKNOWLEDGED, Event.SEEN);
        assertThat(found.stored().finding().count()).isEqualTo(2);
        assertThat(found.stored().finding().firstSeen()).isEqualTo(T0);
        assertThat(found.stored().finding().lastSeen()).isEqualTo(T0.plusSeconds(400));
    }

    @Test
    void seenInPart_neverLowersTheCount() {
        seen(RANDOM, 100, T0);
        database.inTransaction(
                session -> store.seen(session, List.of(observation(RANDOM, 3)), false, T0.plusSeconds(1)));
        assertThat(finding(RANDOM).count()).isEqualTo(100);
    }

    @Test
    void passesAtTheSameTime_loseNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Callable<Boolean>> passes = new ArrayList<>();
            for (int pass = 0; pass < 24; pass++) {
                int count = pass + 1;
                List<Observation> seen = pass % 2 == 0
                        ? List.of(observation(RANDOM, count), observation(ORPHAN, count))
                        : List.of(observation(ORPHAN, count), observation(RANDOM, count));
                passes.add(() -> {
                    database.inTransaction(session -> store.seen(session, seen, false, T0.plusSeconds(count)));
                    return true;
                });
            }
            for (Future<Boolean> pass : threads.invokeAll(passes)) {
                assertThat(pass.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        for (Cause cause : List.of(RANDOM, ORPHAN)) {
            assertThat(finding(cause).count()).isEqualTo(24);
            assertThat(finding(cause).lastSeen()).isEqualTo(T0.plusSeconds(24));
            assertThat(database.with(session -> store.find(session, cause.fingerprint()))
                            .orElseThrow()
                            .history())
                    .hasSize(1);
        }
    }

    @Test
    void list_isFilteredAndPaged() {
        for (int i = 0; i < 5; i++) {
            seen(new Cause(FindingKind.INDEX_INVALID, "app.documents", "index " + i), 1, T0);
        }
        seen(RANDOM, 1, T0);
        FindingFilter medium =
                new FindingFilter(Optional.of(FindingState.OPEN), Optional.empty(), Optional.of(Severity.MEDIUM));
        Page<FindingStore.Stored> first = database.with(session -> store.list(session, medium, 3, Optional.empty()));
        assertThat(first.items()).hasSize(3);
        Page<FindingStore.Stored> second = database.with(
                session -> store.list(session, medium, 3, first.next().map(Long::parseLong)));
        assertThat(second.items()).hasSize(2);
        assertThat(second.next()).isEmpty();
        assertThat(database.with(session -> store.list(session, FindingFilter.ALL, 50, Optional.empty()))
                        .items())
                .hasSize(6);
        assertThat(database.with(store::tally))
                .contains(new FindingStore.Tally(FindingKind.INDEX_INVALID, FindingState.OPEN, 5, 5));
    }

    private static Observation observation(Cause cause, long count) {
        return new Observation(cause, count, List.of("7d444840-9dc0-41d1-b245-5ffdce74fad2"));
    }

    private void seen(Cause cause, long count, Instant at) {
        database.inTransaction(session -> store.seen(session, List.of(observation(cause, count)), true, at));
    }

    private void notSeen(Instant at) {
        database.inTransaction(session -> store.notSeen(session, cause -> true, Set.of(), at.minusSeconds(1), at));
    }

    private FindingStore.Acknowledged acknowledge(Cause cause, Instant at, Instant until) {
        return database.inTransaction(
                session -> store.acknowledge(session, cause.fingerprint(), new Acknowledgement("known", until), at));
    }

    private Finding finding(Cause cause) {
        return database.with(session -> store.find(session, cause.fingerprint()))
                .orElseThrow()
                .stored()
                .finding();
    }
}
