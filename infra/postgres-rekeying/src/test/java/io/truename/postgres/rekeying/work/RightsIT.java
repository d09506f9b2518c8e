// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.schema.Finding;
import io.truename.postgres.rekeying.fixture.Library;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunSettings.OnCollision;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.database.TestServer.Version;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of a role that does not own the corpus. */
class RightsIT {
    private static final String TABLES = "lib.paper, lib.piece";

    private TestDatabase corpus;
    private TestDatabase stranger;

    @BeforeEach
    void createCorpus() {
        create(Version.NEWEST);
    }

    /** The stranger makes our tables. */
    private static TestDatabase withoutOurTables(Version version) {
        return TestServer.shared(version).database();
    }

    private void create(Version version) {
        corpus = withoutOurTables(version);
        String role = withoutOurTables(version).role();
        stranger = new TestDatabase(corpus.server(), corpus.name(), role);
        Library.create(corpus, 8);
        corpus.executeAsSuperuser("GRANT CREATE ON DATABASE " + corpus.name() + " TO " + role);
        grant("USAGE ON SCHEMA lib");
        grant("SELECT ON " + TABLES);
    }

    private void grant(String what) {
        corpus.execute("GRANT " + what + " TO " + stranger.role());
    }

    /** A second row for the first paper of each user, with pieces. */
    private void storeTwins() {
        corpus.execute(
                "CREATE TABLE lib.twin AS SELECT gen_random_uuid() AS pid, who, digest, made FROM lib.paper WHERE who IN ('u1', 'u2');"
                        + "INSERT INTO lib.paper SELECT * FROM lib.twin;"
                        + "INSERT INTO lib.piece SELECT gen_random_uuid(), pid, 'md', '1', 0, 't0' FROM lib.twin");
    }

    /** What a run without duplicates needs, and no more. */
    @ParameterizedTest
    @ValueSource(
            strings = {"UPDATE ON lib.paper, lib.piece", "UPDATE (pid) ON lib.paper; UPDATE (cid, pid) ON lib.piece"})
    void roleThatMayReadAndChangeIds_migratesAndRollsBack(String rights) {
        for (String right : rights.split("; ", -1)) {
            grant(right);
        }
        try (Migration migration = Migration.of(stranger, Library.MAPPING)) {
            UUID run = migration.started(Migration.SETTINGS);
            assertThat(migration.drive(run, RunState.FINISHED).documents().done())
                    .isEqualTo(8);
            migration.rolledBack(run);
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void duplicatesThatTheRoleMayNotDelete_areRefusedWithThePlan(Version version) {
        create(version);
        storeTwins();
        grant("UPDATE ON " + TABLES);
        try (Migration migration = Migration.of(stranger, Library.MAPPING)) {
            UUID run = migration.created(Migration.SETTINGS);
            RunView failed = migration.drive(run, RunState.FAILED);
            List<Finding> findings = failed.findings().stream()
                    .filter(finding -> finding.code().equals("preflight.merge.rights"))
                    .toList();
            assertThat(findings)
                    .extracting(Finding::subject)
                    .containsExactly("lib.paper DELETE", "lib.paper INSERT", "lib.piece DELETE", "lib.piece INSERT");
            migration.command(run, RunCommand.ROLL_BACK);
            migration.drive(run, RunState.ROLLED_BACK);

            findings.forEach(finding -> corpus.execute(finding.remedy()));
            UUID granted = migration.started(Migration.SETTINGS);
            assertThat(migration.drive(granted, RunState.FINISHED).documents().merged())
                    .isEqualTo(3);
            migration.rolledBack(granted);
        }
    }

    @Test
    void duplicatesThatAreSkipped_needNoFurtherRights() {
        storeTwins();
        grant("UPDATE ON " + TABLES);
        try (Migration migration = Migration.of(stranger, Library.MAPPING)) {
            RunSettings usual = Migration.SETTINGS;
            UUID run = migration.started(new RunSettings(
                    usual.strategy(),
                    OnCollision.SKIP,
                    usual.dryRun(),
                    usual.acceptNoBackup(),
                    usual.acceptSlowReferences(),
                    usual.workers(),
                    usual.targetBatch(),
                    usual.mostRowsPerSecond(),
                    usual.window(),
                    usual.quarantineLimit(),
                    usual.onFailure(),
                    usual.recentDays(),
                    usual.vacuum()));
            assertThat(migration.drive(run, RunState.FINISHED).documents().skipped())
                    .isEqualTo(3);
        }
    }

    @Test
    void rightThatIsTakenAwayAfterThePlan_standsAgainstTheStart() {
        storeTwins();
        grant("UPDATE, DELETE, INSERT ON " + TABLES);
        try (Migration migration = Migration.of(stranger, Library.MAPPING)) {
            UUID run = migration.planned(Migration.SETTINGS);
            assertThat(obstacles(migration, run)).isEmpty();
            corpus.execute("REVOKE DELETE ON lib.piece FROM " + stranger.role());
            assertThat(obstacles(migration, run))
                    .singleElement()
                    .asString()
                    .contains("lib.piece DELETE", "GRANT DELETE ON \"lib\".\"piece\" TO");
            corpus.execute("REVOKE UPDATE ON lib.paper FROM " + stranger.role());
            assertThat(obstacles(migration, run))
                    .anySatisfy(
                            obstacle -> assertThat(obstacle).contains("GRANT UPDATE (\"pid\") ON \"lib\".\"paper\""));
        }
    }

    @Test
    void rightThatIsTakenAwayWhileMoving_isNamedByTheRun() {
        grant("UPDATE ON " + TABLES);
        try (Migration migration = Migration.of(stranger, Library.MAPPING)) {
            UUID run = migration.started(Migration.SETTINGS);
            corpus.execute("REVOKE UPDATE ON lib.piece FROM " + stranger.role());
            RunView paused = migration.drive(run, RunState.PAUSED);
            assertThat(paused.lastError().orElseThrow().message())
                    .contains("GRANT UPDATE (\"pid\", \"cid\") ON \"lib\".\"piece\"");
        }
    }

    private static List<String> obstacles(Migration migration, UUID run) {
        return migration.database().with(session -> RunObstacles.of(session, migration.view(run)));
    }
}
