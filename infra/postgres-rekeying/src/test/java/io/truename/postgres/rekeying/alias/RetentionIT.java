// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.alias;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.BookkeepingTable;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.rekeying.run.DocumentState;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionIT {
    private static final UUID RUN = UUID.fromString("00000000-0000-4000-8000-000000000001");

    private final Retention retention = new Retention();
    private TestDatabase database;
    private BookkeepingChanges changes;
    private Database pool;

    @BeforeEach
    void open() {
        database = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        changes = new BookkeepingChanges(database);
        changes.addRun(RUN, RunState.FINISHED);
        changes.endedAgo(Duration.ofDays(7).plusMinutes(1));
        String ids = "SELECT n, gen_random_uuid(), gen_random_uuid() FROM generate_series(0, 49999) n";
        changes.addDocuments(1, DocumentState.MOVED, 1, 1, ids);
        changes.addChunks(1, ids);
        pool = Database.of(DatabaseUrl.parse(database.url()), "test", 2);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void dropAliases_quiet_dropsAndEndsRollback() {
        assertThat(possible()).isTrue();

        Retention.Outcome outcome = dropAliases(7, false);

        assertThat(outcome).isEqualTo(new Retention.Outcome.Dropped(100_000, true));
        assertThat(possible()).isFalse();
    }

    @Test
    void dropAliases_oldIdsStillAskedFor_onlyWhenForced() {
        lookedUp(6);

        assertThat(dropAliases(7, false)).isInstanceOf(Retention.Outcome.Refused.class);
        assertThat(possible()).isTrue();
        assertThat(dropAliases(8, false)).isInstanceOf(Retention.Outcome.Refused.class);
        assertThat(dropAliases(6, false)).isInstanceOf(Retention.Outcome.Dropped.class);
        assertThat(dropAliases(7, true)).isEqualTo(new Retention.Outcome.Dropped(0, true));
    }

    @Test
    void dropAliases_endedLessDaysAgo_cannotBeQuiet() {
        changes.endedAgo(Duration.ofDays(2));

        assertThat(dropAliases(3, false))
                .isInstanceOfSatisfying(
                        Retention.Outcome.Refused.class,
                        refused -> assertThat(refused.reason())
                                .startsWith("The run ended 2 days ago")
                                .contains("force"));
        assertThat(dropAliases(2, false)).isInstanceOf(Retention.Outcome.Dropped.class);
    }

    @Test
    void dropAliases_killedInTheMiddle_isFinishedByTheNextCall() {
        database.execute(
                "CREATE FUNCTION kill() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " IF OLD.doc = 23456 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN OLD; END $$");
        changes.createTrigger("kill", "BEFORE DELETE", BookkeepingTable.DOCUMENT_MAP);

        assertThatThrownBy(() -> dropAliases(7, false)).isInstanceOf(SqlException.class);
        pool.close();
        pool = Database.of(DatabaseUrl.parse(database.url()), "test", 2);

        assertThat(possible()).isFalse();
        BookkeepingTables tables = new BookkeepingTables(database);
        assertThat(tables.count(BookkeepingTable.DOCUMENT_MAP)).isEqualTo(30_000);
        changes.dropTrigger("kill", BookkeepingTable.DOCUMENT_MAP);
        lookedUp(0);
        assertThat(dropAliases(7, false)).isEqualTo(new Retention.Outcome.Dropped(30_000, true));
        assertThat(tables.count(BookkeepingTable.DOCUMENT_MAP)).isZero();
    }

    @Test
    void dropAliases_timeIsUp_isGoneOnWith() {
        Retention.Outcome first = pool.with(session -> retention.dropAliases(session, RUN, 7, false, () -> false));

        assertThat(first).isEqualTo(new Retention.Outcome.Dropped(5_000, false));
        assertThat(dropAliases(7, false)).isEqualTo(new Retention.Outcome.Dropped(95_000, true));
    }

    @Test
    void drop_unknownRun_isUnknown() {
        assertThat(pool.<Retention.Outcome>with(
                        session -> retention.dropArchive(session, UUID.randomUUID(), () -> true)))
                .isEqualTo(new Retention.Outcome.Unknown());
    }

    @Test
    void endedRuns_tellWhetherTheyCanBeRolledBack() {
        changes.addRun(UUID.fromString("00000000-0000-4000-8000-000000000002"), RunState.ROLLED_BACK);
        changes.addRun(UUID.fromString("00000000-0000-4000-8000-000000000003"), RunState.FINISHED);
        changes.addRun(RunState.PLANNING);
        changes.set(BookkeepingTable.RUN, "ended_at = now()", "number > 1");
        changes.addShard(1, 0, 5);
        changes.addShard(3, 0, 5);

        assertThat(ended())
                .containsExactly(
                        "3 true null",
                        "2 false It is rolled back.",
                        "1 true Run 00000000-0000-4000-8000-000000000003 moved rows after it: roll that one back first.");
        changes.set(BookkeepingTable.RUN, "archive_dropped_at = now()", "number = 3");
        assertThat(ended())
                .containsExactly(
                        "3 false Its archive was dropped.",
                        "2 false It is rolled back.",
                        "1 false A run that moved rows after it can no longer be rolled back.");
    }

    private List<String> ended() {
        return pool.<List<EndedRun>>with(session -> EndedRun.newest(session, 10)).stream()
                .map(run -> run.id().toString().substring(35) + " " + run.rollbackPossible() + " "
                        + run.reason().orElse("null"))
                .toList();
    }

    @Test
    void dropArchive_runUnderWay_isRefused() {
        changes.runState(RunState.PAUSED);

        Retention.Outcome outcome = pool.with(session -> retention.dropArchive(session, RUN, () -> true));

        assertThat(outcome).isInstanceOf(Retention.Outcome.Refused.class);
        assertThat(possible()).isTrue();
    }

    private void lookedUp(int daysAgo) {
        changes.insert(
                BookkeepingTable.ALIAS_LOOKUPS,
                "day, found, absent",
                "VALUES ((now() AT TIME ZONE 'UTC')::date - " + daysAgo + ", 3, 9)");
    }

    @Test
    void sizes_countEveryTableOfOurs() {
        changes.analyze(BookkeepingTable.DOCUMENT_MAP, BookkeepingTable.CHUNK_MAP);

        var sizes = pool.with(retention::sizes);

        assertThat(sizes).hasSameSizeAs(Retention.Kept.values());
        assertThat(sizes.get(0).rows()).isEqualTo(100_000);
        assertThat(sizes).allSatisfy(size -> assertThat(size.bytes()).isPositive());
    }

    private Retention.Outcome dropAliases(int quietDays, boolean forced) {
        return pool.with(session -> retention.dropAliases(session, RUN, quietDays, forced, () -> true));
    }

    private boolean possible() {
        return pool.with(session -> retention.rollbackPossible(session, RUN));
    }
}
