// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.assess.Strategy;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.Finding.Severity;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.corpus.schema.Relation;
import io.truename.postgres.Database;
import io.truename.postgres.corpus.fixture.PipelineCorpus;
import io.truename.postgres.corpus.fixture.PipelineCorpus.Shape;
import io.truename.postgres.rekeying.fixture.BookkeepingTable;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.rekeying.plan.BackupProof;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.SchemaVariant;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreflightIT {
    private static final BackupProof PROVEN = new BackupProof.Proven(Instant.EPOCH, "backup-7");
    private static final BackupProof NOT_PROVEN = new BackupProof.NotProven("No instance is named.");

    @ParameterizedTest
    @EnumSource
    void indexThatTheServerDoesNotUse_isRefusedUnlessAccepted(Version version) {
        PipelineCorpus corpus = new PipelineCorpus(version, Shape.UUIDS);
        corpus.randomDocuments(3_000, 3);
        corpus.database().execute("INSERT INTO \"Pipe\".vectors (chunk) SELECT id FROM \"Pipe\".chunks; ANALYZE");
        CorpusSchema large = withRows(withRows(corpus.schema(), "chunks", 300_000), "vectors", 300_000);
        corpus.database()
                .execute(
                        "ALTER ROLE CURRENT_USER SET enable_indexscan = off; ALTER ROLE CURRENT_USER SET enable_bitmapscan = off;"
                                + "ALTER ROLE CURRENT_USER SET enable_indexonlyscan = off");
        Preflight.Result refused = check(corpus, large, settings(true, false), PROVEN);
        assertThat(refused.refuses()).isTrue();
        // The other one has no index at all, which the inspection says: one column, one finding.
        assertThat(slow(refused))
                .extracting(Finding::subject)
                .contains("Pipe.chunks.doc")
                .doesNotContain("Pipe.vectors.chunk", "Pipe.Docs.id");
        Finding slow = finding(refused, "preflight.reference.slow", "Pipe.chunks.doc");
        assertThat(slow.severity()).isEqualTo(Severity.REFUSAL);
        corpus.database().execute(slow.remedy());

        assertThat(slow(check(corpus, large, settings(true, true), PROVEN)))
                .extracting(Finding::severity)
                .containsOnly(Severity.WARNING);
        assertThat(slow(check(corpus, corpus.schema(), settings(true, false), PROVEN)))
                .isEmpty();
    }

    private static List<Finding> slow(Preflight.Result result) {
        return result.findings().stream()
                .filter(finding -> finding.code().equals("preflight.reference.slow"))
                .toList();
    }

    @Test
    void backup_mustBeProvenOrWaived_andIsRecorded() {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.TEXTS);
        assertThat(check(corpus, corpus.schema(), settings(false, false), PROVEN)
                        .refuses())
                .isFalse();
        assertThat(check(corpus, corpus.schema(), settings(false, false), NOT_PROVEN)
                        .refuses())
                .isTrue();
        Preflight.Result waived = check(corpus, corpus.schema(), settings(true, false), NOT_PROVEN);
        assertThat(waived.refuses()).isFalse();
        int run = PlannerIT.run(corpus, RunState.PLANNING);
        try (Database database = corpus.connect()) {
            for (int twice = 0; twice < 2; twice++) {
                database.with(session -> {
                    Preflight.record(session, run, waived);
                    return true;
                });
            }
        }
        BookkeepingTables.Run kept = new BookkeepingTables(corpus.database()).run();
        assertThat(kept.preflight().at("/backup/accepted").asText()).isEqualTo("true");
        assertThat(kept.findings()).hasSize(waived.findings().size());
        assertThat(kept.preflight().at("/disk/databaseBytes").asLong()).isGreaterThan(1_000_000);
    }

    @Test
    void settings_thatHarmARun_areFound() {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        corpus.database().execute("ALTER TABLE \"Pipe\".chunks SET (autovacuum_enabled = false)");
        String archive = BookkeepingTable.ARCHIVE.qualifiedName();
        corpus.database().execute("REVOKE DELETE ON " + archive + " FROM CURRENT_USER");
        Preflight.Result result = check(corpus, corpus.schema(), settings(true, false), PROVEN);
        assertThat(finding(result, "preflight.autovacuum", "\"Pipe\".chunks").severity())
                .isEqualTo(Severity.WARNING);
        assertThat(finding(result, "preflight.rights.truename", archive).severity())
                .isEqualTo(Severity.REFUSAL);
    }

    @Test
    void writers_areNamedByWhatTheDatabaseShows() throws Exception {
        PipelineCorpus corpus = new PipelineCorpus(Version.NEWEST, Shape.UUIDS);
        corpus.randomDocuments(3, 1);
        int run = PlannerIT.run(corpus, RunState.PLANNING);
        PlannerIT.plan(corpus, run, RunState.PLANNING, RunSettings.DEFAULT);
        try (Connection writer = corpus.database().connect();
                Statement statement = writer.createStatement();
                Database database = corpus.connect()) {
            statement.execute("SET application_name = 'old-uploader'");
            statement.execute("UPDATE \"Pipe\".\"Docs\" SET status = 'x' WHERE false");
            String sentence =
                    database.with(session -> new NonconformingWriters(corpus.schema(), run).describe(session));
            assertThat(sentence)
                    .startsWith("1 passes")
                    .contains("found 3 documents")
                    .contains("newest created at 20")
                    .contains("1 of " + corpus.database().name() + " (old-uploader, ");
        }
    }

    @Test
    void hashesThatTheServerComputes_areANoteWithRowsBytesAndTime() {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        SchemaVariant.TEXT_ITEMS.create(corpus, 60);
        try (Migration migration = Migration.of(SchemaVariant.TEXT_ITEMS, corpus)) {
            List<Finding> notes = migration.view(migration.planned(Migration.SETTINGS)).findings().stream()
                    .filter(finding -> finding.code().equals("preflight.hashes"))
                    .toList();
            assertThat(notes).singleElement().satisfies(note -> {
                assertThat(note.severity()).isEqualTo(Severity.NOTE);
                assertThat(note.subject()).isEqualTo("app.items document, cmetadata");
                assertThat(note.reason()).contains("for 60 rows with ", "one reading takes about ");
            });
        }
    }

    private static CorpusSchema withRows(CorpusSchema schema, String table, long rows) {
        return new CorpusSchema(
                schema.namespace(),
                schema.documents(),
                schema.chunks(),
                schema.tables().stream()
                        .map(one -> one.relation().name().name().equals(table) ? withRows(one, rows) : one)
                        .toList(),
                List.of());
    }

    private static RekeyedTable withRows(RekeyedTable table, long rows) {
        Relation relation = table.relation();
        return new RekeyedTable(
                new Relation(
                        relation.name(),
                        relation.partitioned(),
                        rows,
                        relation.columns(),
                        relation.primaryKey(),
                        relation.uniqueKeys()),
                table.idColumns(),
                table.inexactColumns());
    }

    private static Finding finding(Preflight.Result result, String code, String subject) {
        return result.findings().stream()
                .filter(one -> one.code().equals(code) && one.subject().equals(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError(result.findings().toString()));
    }

    private static RunSettings settings(boolean acceptNoBackup, boolean acceptSlow) {
        return new RunSettings(
                Strategy.FULL,
                RunSettings.OnCollision.MERGE,
                false,
                acceptNoBackup,
                acceptSlow,
                1,
                Duration.ofSeconds(1),
                0,
                Optional.empty(),
                0.01,
                RunSettings.OnFailure.PAUSE,
                90,
                true);
    }

    private static Preflight.Result check(
            PipelineCorpus corpus, CorpusSchema schema, RunSettings settings, BackupProof proof) {
        try (Database database = corpus.connect()) {
            return database.with(session -> new Preflight(schema, settings).check(session, proof));
        }
    }
}
