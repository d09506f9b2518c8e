// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.schema.Finding;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Library;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Triggers that keep rows on their old ids without an error. Of seventeen papers, fewer than a share is asked of while moving, three belong to user u3. */
class SkippedRowsIT {
    /** Catches a reason that blames the foreign key, and a run that ends although its limit was exceeded by the last document. */
    @ParameterizedTest
    @EnumSource(Version.class)
    void triggerThatSkipsSomeRows_isNamed_andTheLimitIsAskedWhenThePassEnds(Version version) {
        TestDatabase corpus = Migration.database(version);
        Library.create(corpus, 17);
        trigger(
                corpus,
                "lib.piece",
                "BEFORE",
                "old.ord = 1 AND (SELECT who FROM lib.paper WHERE pid IN (old.pid, new.pid)" + " LIMIT 1) = 'u3'",
                "RETURN NULL");
        try (Migration migration = Migration.of(corpus, Library.MAPPING)) {
            UUID run = migration.planned(Migration.SETTINGS);
            assertThat(migration.view(run).findings())
                    .filteredOn(finding -> finding.code().equals("preflight.sample.refused"))
                    .extracting(Finding::reason)
                    .singleElement()
                    .asString()
                    .startsWith("3 of 17 documents")
                    .contains("keep (BEFORE UPDATE ON lib.piece)");
            migration.command(run, RunCommand.START);

            RunView paused = migration.drive(run, RunState.PAUSED);

            assertThat(paused.lastError().orElseThrow().message())
                    .startsWith("3 of 17 documents are in quarantine at the end of the pass")
                    .contains("retry-quarantined", "resume");
            assertThat(quarantined(corpus))
                    .hasSize(3)
                    .allSatisfy(row -> assertThat(row)
                            .startsWith("row.skipped\t09000\tA trigger kept a row on its old id.")
                            .contains("the trigger keep (BEFORE UPDATE ON lib.piece) returned NULL", "piece_pid_fkey"));

            migration.command(run, RunCommand.RESUME);
            RunView accepted = migration.drive(run, RunState.FINISHED);
            assertThat(accepted.headline()).isEqualTo("FINISHED, 3 documents set aside");

            corpus.execute("ALTER TABLE lib.piece DISABLE TRIGGER keep");
            migration.command(run, RunCommand.RETRY_QUARANTINED);
            RunView retried = migration.drive(run, RunState.FINISHED);
            assertThat(retried.headline()).isEqualTo("FINISHED");
            assertThat(retried.documents().done()).isEqualTo(17);
            migration.rolledBack(run);
        }
    }

    /** Each table that a run changes may have such a trigger, and each way to keep an id is reported by another check. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lib.piece | BEFORE | RETURN NULL
            lib.piece | BEFORE | new.pid := old.pid; RETURN new
            lib.piece | BEFORE | new.cid := old.cid; RETURN new
            lib.paper | BEFORE | RETURN NULL
            lib.paper | BEFORE | new.pid := old.pid; RETURN new
            lib.note  | BEFORE | RETURN NULL
            lib.note  | BEFORE | new.paper := old.paper; RETURN new
            lib.note  | AFTER  | UPDATE lib.note SET paper = old.paper WHERE id = old.id; RETURN NULL
            """)
    void everyKindOfTrigger_isNamed(String table, String time, String action) {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        Library.create(corpus, 8);
        corpus.execute("CREATE TABLE lib.note (id integer PRIMARY KEY, paper text);"
                + "INSERT INTO lib.note SELECT row_number() OVER (), pid::text FROM lib.paper WHERE who = 'u3';"
                + "CREATE TABLE lib.kept AS SELECT pid FROM lib.paper WHERE who = 'u3'");
        String pid = table.equals("lib.note") ? "old.paper" : "old.pid::text";
        trigger(corpus, table, time, pid + " IN (SELECT pid::text FROM lib.kept) AND pg_trigger_depth() = 1", action);
        try (Migration migration = Migration.of(
                corpus, Library.MAPPING + "softReferences: [{table: lib.note, column: paper, to: documents}]\n")) {
            UUID run = migration.started(Migration.SETTINGS);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.headline()).isEqualTo("FINISHED, 1 document set aside");
            assertThat(quarantined(corpus))
                    .singleElement()
                    .asString()
                    .startsWith("row.skipped\t")
                    .contains("the trigger keep (" + time + " UPDATE ON " + table
                            + ") returned NULL or put the old id back");
        }
    }

    @Test
    void triggerThatSkipsRowsOnTheWayBack_isNamed() {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        Library.create(corpus, 8);
        try (Migration migration = Migration.of(corpus, Library.MAPPING)) {
            UUID run = migration.started(Migration.SETTINGS);
            migration.drive(run, RunState.FINISHED);
            trigger(
                    corpus,
                    "lib.piece",
                    "BEFORE",
                    "old.ord = 1 AND (SELECT who FROM lib.paper WHERE pid IN (old.pid, new.pid)" + " LIMIT 1) = 'u3'",
                    "RETURN NULL");
            migration.command(run, RunCommand.ROLL_BACK);

            migration.drive(run, RunState.PAUSED);

            assertThat(quarantined(corpus))
                    .singleElement()
                    .asString()
                    .startsWith("row.skipped\t")
                    .contains("keep (BEFORE UPDATE ON lib.piece)");
            corpus.execute("DROP TRIGGER keep ON lib.piece");
            migration.command(run, RunCommand.RESUME);
            migration.drive(run, RunState.ROLLED_BACK);
        }
    }

    /** Fails if a document that a later pass finds unfit is not counted when the run would end. */
    @Test
    void documentsThatPlanningSetsAside_countWhenThePassEnds_unlessTheyWereSeenAtTheStart() {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        Library.create(corpus, 20);
        corpus.execute("UPDATE lib.paper SET digest = 'none' WHERE who = 'u1'");
        try (Migration migration = Migration.of(corpus, Library.MAPPING)) {
            UUID run = migration.planned(Migration.SETTINGS);
            assertThat(migration.view(run).findings())
                    .filteredOn(finding -> finding.code().equals("preflight.quarantine"))
                    .extracting(Finding::reason)
                    .isEqualTo(
                            List.of("3 of 20 documents were set aside while planning (3 recipe.illegal) and will keep"
                                    + " their ids; that is more than the run's quarantineLimit of 0.01."));
            migration.command(run, RunCommand.START);
            corpus.execute("INSERT INTO lib.paper SELECT gen_random_uuid(), 'u1', 'none either', now()");

            RunView paused = migration.drive(run, RunState.PAUSED);
            assertThat(paused.lastError().orElseThrow().message()).startsWith("4 of 21 documents are in quarantine");

            migration.command(run, RunCommand.RESUME);
            assertThat(migration.drive(run, RunState.FINISHED).headline()).isEqualTo("FINISHED, 4 documents set aside");
        }
    }

    private static void trigger(TestDatabase corpus, String table, String time, String when, String action) {
        corpus.execute("CREATE FUNCTION lib.keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF " + when + " THEN "
                + action + "; END IF; RETURN new; END $$;"
                + "CREATE TRIGGER keep " + time + " UPDATE ON " + table + " FOR EACH ROW EXECUTE FUNCTION lib.keep()");
    }

    private static List<String> quarantined(TestDatabase corpus) {
        return new BookkeepingTables(corpus)
                .quarantined().stream()
                        .map(entry -> entry.code() + "\t" + entry.sqlstate().orElse("") + "\t" + entry.reason())
                        .toList();
    }
}
