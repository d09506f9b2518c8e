// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.BookkeepingTable;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.RunLists;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.KeyedVariant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * True ids beside the keys of entries 1 to 60, of which 7, 17 and so on are those before them, stored again.
 *
 * <p>Long, because each case needs the same small corpus.
 */
class BackfillIT {
    private static final String KEY = "(1000000000000 + 3 * %d)";

    private final TestDatabase corpus = Migration.database(Version.NEWEST);

    private Migration entries() {
        KeyedVariant.SERIAL_ENTRIES.create(corpus, 60);
        return Migration.of(KeyedVariant.SERIAL_ENTRIES, corpus);
    }

    private String untrue() {
        return corpus.value(KeyedVariant.SERIAL_ENTRIES.untrue());
    }

    private Map<String, String> contents() {
        return KeyedVariant.SERIAL_ENTRIES.contents(corpus);
    }

    private static String key(int entry) {
        return KEY.formatted(entry);
    }

    private void execute(String sql, int entry) {
        corpus.execute(sql + " WHERE id = " + key(entry));
    }

    @Test
    void keysAndTrueIds_leadToEachOther_andAfterARollbackTrueIdsLeadBack() {
        try (Migration migration = entries()) {
            UUID run = migration.started(Migration.SETTINGS);
            migration.drive(run, RunState.FINISHED);
            String there = "SELECT count(*) FROM app.entry WHERE truename.true_id_of('app.entry', id::text) = true_id";
            String back = "SELECT count(*) FROM app.entry WHERE truename.key_of('app.entry', true_id) = id::text";

            assertThat(corpus.value(there)).isEqualTo("54");
            assertThat(corpus.value(back)).isEqualTo("54");
            assertThat(corpus.value("SELECT truename.true_id_of('app.entry', '7') IS NULL"))
                    .isEqualTo("t");
            corpus.execute("CREATE TABLE fixture.seen AS SELECT id, true_id FROM app.entry WHERE id <> " + key(7));

            migration.rolledBack(run);

            assertThat(corpus.value(
                            "SELECT count(*) FROM fixture.seen WHERE truename.key_of('app.entry', true_id) = id::text"))
                    .isEqualTo("54");
            assertThat(
                            corpus.value(
                                    "SELECT count(*) FROM app.entry WHERE truename.true_id_of('app.entry', id::text) IS NOT NULL"))
                    .isEqualTo("0");
        }
    }

    @Test
    void duplicates_keepTheirValues_andAreListed() {
        try (Migration migration = entries()) {
            UUID run = migration.planned(Migration.SETTINGS);

            assertThat(migration.view(run).findings())
                    .anyMatch(finding -> finding.code().equals("preflight.true-id.collisions")
                            && finding.reason().startsWith("6 rows"));
            assertThat(migration
                            .runs()
                            .lists()
                            .collisions(run, 100, Optional.empty())
                            .items())
                    .hasSize(6)
                    .extracting(RunLists.Collision::oldId)
                    .contains("app.entry " + corpus.value("SELECT " + key(17)));
            List<RunLists.Collision> first = migration
                    .runs()
                    .lists()
                    .collisions(run, 4, Optional.empty())
                    .items();
            assertThat(migration
                            .runs()
                            .lists()
                            .collisions(
                                    run,
                                    4,
                                    Optional.of(new RunLists.After(
                                            first.get(3).newId(), first.get(3).oldId())))
                            .items())
                    .hasSize(2)
                    .doesNotContainAnyElementsOf(first);
        }
    }

    @Test
    void duplicates_refuseThePlan_whereThePolicySaysSo() {
        try (Migration migration = entries()) {
            RunView failed =
                    migration.drive(migration.created(settings(RunSettings.OnCollision.FAIL, 1)), RunState.FAILED);

            assertThat(failed.lastError().orElseThrow().message()).startsWith("6 rows have the true id of another row");
        }
    }

    @Test
    void rowsWrittenMeanwhile_areFoundByTheNextPass() {
        try (Migration migration = entries()) {
            UUID run = migration.planned(Migration.SETTINGS);
            // A new row, a row with another content, and a row that is the last of two with one true id.
            corpus.execute(
                    "INSERT INTO app.entry (corpus_id, user_id, name, created_at) SELECT corpus_id, user_id, 'file 4', now()"
                            + " FROM app.entry WHERE name = 'file 4'");
            execute("DELETE FROM app.embedding", 4);
            execute("DELETE FROM app.entry", 4);
            corpus.execute("UPDATE app.file SET sha256 = fixture.hash('other') WHERE name = 'file 3'");
            execute("DELETE FROM app.embedding", 6);
            execute("DELETE FROM app.entry", 6);
            migration.command(run, RunCommand.START);

            migration.oneBatch(run, 0);
            corpus.execute("UPDATE app.file SET sha256 = fixture.hash('changed again') WHERE name = 'file 3'");
            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(untrue()).isEqualTo("5");
            assertThat(finished.documents().skipped()).isEqualTo(5);
            assertThat(corpus.value("SELECT true_id IS NOT NULL FROM app.entry WHERE id = " + key(7)))
                    .isEqualTo("t");
        }
    }

    @Test
    void rollback_restoresTheColumn_andLeavesOtherChangesOfTheApplication() {
        try (Migration migration = entries()) {
            UUID run = migration.started(Migration.SETTINGS);
            migration.drive(run, RunState.FINISHED);
            String own = corpus.value("SELECT gen_random_uuid()");
            execute("UPDATE app.entry SET raw = 'changed'", 9);
            execute("UPDATE app.entry SET true_id = '" + own + "'", 10);
            execute("DELETE FROM app.embedding", 11);
            execute("DELETE FROM app.entry", 11);
            execute("DELETE FROM app.embedding", 19);
            execute("UPDATE app.entry SET id = 19", 19);

            migration.rolledBack(run);

            assertThat(corpus.value(
                            "SELECT raw || true_id = 'changed' || fixture.v4('before 9') FROM app.entry WHERE id = "
                                    + key(9)))
                    .isEqualTo("t");
            assertThat(corpus.value("SELECT true_id FROM app.entry WHERE id = " + key(10)))
                    .isEqualTo(own);
            assertThat(corpus.value("SELECT true_id = fixture.v4('before 19') FROM app.entry WHERE id = 19"))
                    .isEqualTo("t");
            assertThat(
                            corpus.value(
                                    "SELECT count(*) FROM app.entry e JOIN generate_series(1, 60) n ON e.id = 1000000000000 + 3 * n"
                                            + " WHERE e.true_id IS DISTINCT FROM CASE WHEN n % 10 = 9 THEN fixture.v4('before ' || n) END"))
                    .isEqualTo("1");
            assertThat(new BookkeepingTables(corpus).transitionsTo(RunState.ROLLED_BACK))
                    .singleElement()
                    .extracting(BookkeepingTables.Transition::reason)
                    .isEqualTo(
                            "Every row has the value that it had before the run, without 1 that were deleted since, or"
                                    + " have another key, without 1 to which the application wrote another value since.");
        }
    }

    /** Catches a row that is found by its true id only, and stops all others of them. */
    @Test
    void rowWithAnotherKey_thatCannotGoBack_isSetAsideAlone() {
        try (Migration migration = entries()) {
            UUID run = migration.started(Migration.SETTINGS);
            migration.drive(run, RunState.FINISHED);
            for (int entry : new int[] {9, 19, 29, 39}) {
                execute("DELETE FROM app.embedding", entry);
                execute("UPDATE app.entry SET id = " + entry, entry);
            }
            String trueId = corpus.value("SELECT true_id FROM app.entry WHERE id = 19");
            corpus.execute("ALTER TABLE app.entry ADD CONSTRAINT refused CHECK (id <> 19 OR true_id <>"
                    + " fixture.v4('before 19')) NOT VALID");
            keepTrueIdOf(29);
            migration.command(run, RunCommand.ROLL_BACK);

            RunView paused = migration.drive(run, RunState.PAUSED);

            assertThat(paused.lastError().orElseThrow().message())
                    .startsWith("2 rows could not be written back, and still have their true ids.")
                    .contains("/migrations/" + run + "/quarantine", "resume");
            assertThat(paused.documents().done()).isEqualTo(2);
            assertThat(new BookkeepingTables(corpus).quarantined())
                    .extracting(BookkeepingTables.Quarantined::oldId)
                    .containsExactlyInAnyOrder("app.entry 19", "app.entry 29");
            assertThat(new BookkeepingTables(corpus).quarantined())
                    .filteredOn(entry -> entry.oldId().endsWith("19"))
                    .allMatch(entry ->
                            entry.code().equals("constraint") && entry.reason().contains("refused"));
            assertThat(corpus.value("SELECT string_agg(id::text, ' ' ORDER BY id) FROM app.entry"
                            + " WHERE true_id = fixture.v4('before ' || id)"))
                    .isEqualTo("9 39");

            corpus.execute("ALTER TABLE app.entry DROP CONSTRAINT refused; DROP TRIGGER keep ON app.entry");
            migration.command(run, RunCommand.RESUME);
            RunView back = migration.drive(run, RunState.ROLLED_BACK);

            assertThat(corpus.value("SELECT count(*) FROM app.entry WHERE true_id = fixture.v4('before ' || id)"))
                    .isEqualTo("4");
            assertThat(back.documents().done()).isZero();
            assertThat(new BookkeepingTables(corpus).quarantined()).isEmpty();
            assertThat(corpus.value("SELECT truename.key_of('app.entry', '" + trueId + "')"))
                    .isEqualTo("19");
        }
    }

    private void keepTrueIdOf(int key) {
        corpus.execute("CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN new.true_id = old.true_id; RETURN new; END $$;"
                + " CREATE TRIGGER keep BEFORE UPDATE ON app.entry FOR EACH ROW WHEN (old.id = " + key
                + ") EXECUTE FUNCTION keep()");
    }

    @Test
    void keyThatChangesWhileTheRunGoesOn_isFollowed() {
        try (Migration migration = entries()) {
            Map<String, String> before = contents();
            UUID run = migration.started(Migration.SETTINGS);
            migration.oneBatch(run, 0);
            execute("DELETE FROM app.embedding", 9);
            execute("UPDATE app.entry SET id = 5000000000000", 9);

            RunView finished = migration.drive(run, RunState.FINISHED);
            assertThat(finished.documents().skipped()).isEqualTo(6);
            migration.rolledBack(run);

            corpus.execute("UPDATE app.entry SET id = " + key(9) + " WHERE id = 5000000000000");
            assertThat(contents().get("app.entry")).isEqualTo(before.get("app.entry"));
        }
    }

    @Test
    void refusedRow_isSetAside_andWrittenWhenTheCauseIsGone() {
        try (Migration migration = entries()) {
            Map<String, String> before = contents();
            UUID run = migration.started(Migration.SETTINGS);
            corpus.execute("ALTER TABLE app.entry ADD CONSTRAINT refused CHECK (true_id IS NULL OR id <> " + key(5)
                    + ") NOT VALID");

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().quarantined()).isEqualTo(1);
            assertThat(new BookkeepingTables(corpus).quarantined())
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.oldId()).isEqualTo("app.entry " + corpus.value("SELECT " + key(5)));
                        assertThat(entry.code()).isEqualTo("constraint");
                    });
            assertThat(untrue()).isEqualTo("7");

            corpus.execute("ALTER TABLE app.entry DROP CONSTRAINT refused");
            migration.command(run, RunCommand.RETRY_QUARANTINED);
            RunView retried = migration.drive(run, RunState.FINISHED);

            assertThat(retried.documents().quarantined()).isZero();
            assertThat(untrue()).isEqualTo("6");
            migration.rolledBack(run);
            assertThat(contents()).isEqualTo(before);
        }
    }

    @Test
    void triggerThatKeepsTheColumn_isTold_beforeTheStart() {
        try (Migration migration = entries()) {
            corpus.execute("CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;"
                    + " CREATE TRIGGER keep BEFORE UPDATE ON app.entry FOR EACH ROW EXECUTE FUNCTION keep()");

            RunView failed = migration.drive(migration.created(Migration.SETTINGS), RunState.FAILED);

            assertThat(failed.findings())
                    .anyMatch(finding -> finding.code().equals("preflight.sample.refused")
                            && finding.reason().contains("A trigger of the table"));
        }
    }

    @Test
    void illegalInput_isSetAside_withTheFieldOfTheMapping() {
        try (Migration migration = entries()) {
            corpus.execute("UPDATE app.file SET sha256 = 'none' WHERE name = 'file 5'");
            UUID run = migration.started(Migration.SETTINGS);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.headline()).isEqualTo("FINISHED, 1 document set aside");
            assertThat(new BookkeepingTables(corpus).quarantined())
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.code()).isEqualTo("recipe.illegal");
                        assertThat(entry.reason()).startsWith("documents.contentHash (sha256 of app.file)");
                    });
        }
    }

    /** Chunks of a document that has no name are not counted as further ones; orphans are, and stop nothing. */
    @Test
    void chunksWithoutANamedDocument_stayAsTheyAre() {
        corpus.execute("CREATE SCHEMA app; CREATE TABLE app.page (id integer PRIMARY KEY, hash text, true_id uuid);"
                + " CREATE TABLE app.section (id bigserial PRIMARY KEY, page bigint, n integer, true_id uuid);"
                + " INSERT INTO app.page SELECT n, CASE WHEN n > 1 THEN encode(sha256(n::text::bytea), 'hex') END"
                + " FROM generate_series(1, 20) n;"
                + " INSERT INTO app.section (page, n) SELECT p, n FROM generate_series(1, 20) p, generate_series(1, 9) n;"
                + " INSERT INTO app.section (page, n) VALUES (5000000000, 1)");
        try (Migration migration = Migration.of(corpus, """
                documents: {table: app.page, id: id, trueId: true_id, user: {value: docs}, contentHash: hash}
                chunks: {table: app.section, id: id, trueId: true_id, document: page, chunker: {value: s},
                         chunkerVersion: {value: '1'}, ordinal: n}
                """)) {
            UUID run = migration.started(Migration.settings(1, 0.5, RunSettings.OnFailure.PAUSE));

            migration.drive(run, RunState.FINISHED);

            assertThat(new BookkeepingTables(corpus).quarantined()).hasSize(2);
            assertThat(corpus.value("SELECT count(*) FROM app.section WHERE true_id IS NULL"))
                    .isEqualTo("10");
            assertThat(corpus.value("SELECT count(*) FROM app.page WHERE true_id IS NULL"))
                    .isEqualTo("1");
        }
    }

    /** Catches a key that is cut to the length of another column, and so leads to another document. */
    @Test
    void longerKeyOfAChunk_isNotCutToThatOfADocument() {
        corpus.execute("CREATE SCHEMA app; CREATE TABLE app.page (id varchar(10) PRIMARY KEY, hash text, true_id uuid);"
                + " CREATE TABLE app.section (id bigserial PRIMARY KEY, page text, n integer, true_id uuid);"
                + " INSERT INTO app.page SELECT lpad(n::text, 10, 'x'), encode(sha256(n::text::bytea), 'hex') FROM generate_series(1, 20) n;"
                + " INSERT INTO app.section (page, n) SELECT id, 1 FROM app.page;"
                + " INSERT INTO app.section (page, n) SELECT id || 'more', 2 FROM app.page LIMIT 1");
        try (Migration migration = Migration.of(corpus, """
                documents: {table: app.page, id: id, trueId: true_id, user: {value: docs}, contentHash: hash}
                chunks: {table: app.section, id: id, trueId: true_id, document: page, chunker: {value: s},
                         chunkerVersion: {value: '1'}, ordinal: n}
                """)) {
            migration.drive(
                    migration.started(Migration.settings(1, 0.5, RunSettings.OnFailure.PAUSE)), RunState.FINISHED);

            assertThat(corpus.value("SELECT count(*) FROM app.section WHERE true_id IS NULL AND page LIKE '%more'"))
                    .isEqualTo("1");
        }
    }

    @Test
    void writerKilledAtEachCommit_losesAndDoublesNothing() {
        try (Migration migration = entries()) {
            Map<String, String> before = contents();
            UUID run = migration.started(Migration.SETTINGS);
            // Each second commit of a batch finds its connection gone.
            corpus.execute(
                    "CREATE SEQUENCE fixture.commits; CREATE FUNCTION killed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                            + " IF nextval('fixture.commits') % 2 = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;"
                            + " RETURN NULL; END $$");
            new BookkeepingChanges(corpus).createTrigger("killed", "AFTER INSERT", BookkeepingTable.BATCH);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(untrue()).isEqualTo("6");
            assertThat(finished.documents().done()).isEqualTo(54);
            assertThat(corpus.value("SELECT last_value > 1 FROM fixture.commits"))
                    .isEqualTo("t");

            migration.rolledBack(run);
            assertThat(contents()).isEqualTo(before);
        }
    }

    @Test
    void applicationThatGoesOn_losesNoWrite() throws InterruptedException {
        try (Migration migration = entries()) {
            UUID run = migration.planned(Migration.SETTINGS);
            Thread application = new Thread(() -> {
                for (int i = 1; i <= 60; i++) {
                    corpus.execute("INSERT INTO app.file VALUES ('new " + i
                            + "', fixture.v4('owner 1'), fixture.hash('new " + i
                            + "')); INSERT INTO app.entry (corpus_id, user_id, name, created_at) VALUES (fixture.v4('corpus'),"
                            + " fixture.v4('owner 1'), 'new " + i
                            + "', now()); UPDATE app.entry SET raw = 'written ' || " + i
                            + " WHERE id = " + key(i) + "; UPDATE app.file SET sha256 = fixture.hash('changed " + i
                            + "') WHERE name = 'file " + i + "'");
                }
            });
            application.start();
            migration.command(run, RunCommand.START);
            migration.drive(run, RunState.FINISHED);
            application.join();
            // What was written after the run had read the last row is left to another one.
            UUID second = migration.started(Migration.SETTINGS);
            migration.drive(second, RunState.FINISHED);

            assertThat(untrue()).isEqualTo("6");
            assertThat(corpus.value("SELECT count(*) FROM app.entry WHERE raw LIKE 'written %'"))
                    .isEqualTo("60");

            migration.rolledBack(second);
            migration.rolledBack(run);
            assertThat(corpus.value("SELECT count(*) FROM app.entry WHERE true_id IS NOT NULL"))
                    .isEqualTo("6");
            assertThat(corpus.value(
                            "SELECT count(*) FROM app.entry e JOIN generate_series(1, 60) n ON e.id = 1000000000000 + 3 * n"
                                    + " WHERE e.true_id = fixture.v4('before ' || n)"))
                    .isEqualTo("6");
        }
    }

    @Test
    void secondWorker_hasNothingToDo() {
        try (Migration migration = entries()) {
            UUID run = migration.started(settings(RunSettings.OnCollision.SKIP, 2));

            WorkResult idle = migration.worker().work(run, 1, Instant.now().plusSeconds(40));
            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(idle.outcome()).isEqualTo(WorkResult.Outcome.DONE);
            assertThat(finished.documents().done()).isEqualTo(54);
        }
    }

    @Test
    void uniqueIndexThatAFindingOffers_doesNotStopARollback() {
        try (Migration migration = entries()) {
            Map<String, String> before = contents();
            UUID run = migration.started(Migration.SETTINGS);
            RunView finished = migration.drive(run, RunState.FINISHED);
            String statement = finished.findings().stream()
                    .filter(finding -> finding.code().equals("true-id.unindexed"))
                    .findFirst()
                    .orElseThrow()
                    .remedy();

            corpus.execute(statement.substring(0, statement.indexOf(';')));
            migration.rolledBack(run);

            assertThat(contents()).isEqualTo(before);
        }
    }

    private static RunSettings settings(RunSettings.OnCollision onCollision, int workers) {
        RunSettings usual = Migration.SETTINGS;
        return new RunSettings(
                usual.strategy(),
                onCollision,
                false,
                true,
                true,
                workers,
                usual.targetBatch(),
                0,
                usual.window(),
                usual.quarantineLimit(),
                usual.onFailure(),
                usual.recentDays(),
                usual.vacuum());
    }
}
