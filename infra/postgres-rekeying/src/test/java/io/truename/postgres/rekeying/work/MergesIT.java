// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import io.truename.testkit.schema.SchemaVariant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A document that was stored twice, or thrice, with children on each side that a unique constraint allows only once. */
class MergesIT {
    private static final String FIRST = "fixture.v4('document 1')";
    private static final String SECOND = "fixture.v4('document twin')";
    private static final String THIRD = "fixture.v4('document triplet')";
    private static final String NEW = "fixture.true_document('auth0|1', fixture.hash('file 1'))";

    private final TestDatabase corpus = Migration.database(Version.NEWEST);

    /** The first has five chunks and a job; each twin has copies of chunks 0 and 1, a chunk of its own, and the same job. */
    @BeforeEach
    void store() {
        SchemaVariant.SAMPLE_PIPELINE.create(corpus, 12);
        corpus.execute("ALTER TABLE upload_pipeline.documents DROP CONSTRAINT documents_user_id_file_sha256_key;"
                + "ALTER TABLE upload_pipeline.upload_jobs ADD UNIQUE (document_id, stage);"
                + "ALTER TABLE upload_pipeline.document_vector_buffer ADD UNIQUE (chunk_id)");
    }

    private void twin(String id, String createdAt) {
        twin(id, createdAt, FIRST);
    }

    private void twin(String id, String createdAt, String of) {
        corpus.execute("INSERT INTO upload_pipeline.documents SELECT " + id
                + ", user_id, 'twin', mime, bytes_len, file_sha256, processing_status, '" + createdAt
                + "', updated_at FROM upload_pipeline.documents WHERE document_id = " + of + ";"
                + "INSERT INTO upload_pipeline.document_chunks SELECT gen_random_uuid(), " + id
                + ", chunker_name, chunker_version, chunk_ord, chunk_sha256, byte_from, bytes_len, embedding"
                + " FROM upload_pipeline.document_chunks WHERE chunk_ord < 2 AND document_id = " + of + ";"
                + "INSERT INTO upload_pipeline.document_chunks VALUES (gen_random_uuid(), " + id
                + ", 'fixed', '1.0', 77, 'own', 0, 1);"
                + "INSERT INTO upload_pipeline.document_vector_buffer SELECT gen_random_uuid(), chunk_id"
                + " FROM upload_pipeline.document_chunks WHERE document_id = " + id + ";"
                + "INSERT INTO upload_pipeline.upload_jobs SELECT gen_random_uuid(), " + id
                + ", stage, 'twin', payload || jsonb_build_object('document_id', " + id
                + ") FROM (SELECT payload FROM upload_pipeline.upload_jobs WHERE stage = 'parse' AND document_id = "
                + of + ") AS job, unnest(ARRAY['parse', 'own']) AS stage;"
                + "INSERT INTO upload_pipeline.events SELECT gen_random_uuid(), job_id, document_id, 'twin'"
                + " FROM upload_pipeline.upload_jobs WHERE document_id = " + id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1999-01-01", "2099-01-01"})
    void twins_becomeOne_andTwoAgain(String createdAt) {
        twin(SECOND, createdAt);
        Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
        try (Migration migration = Migration.of(SchemaVariant.SAMPLE_PIPELINE, corpus)) {
            UUID run = migration.started(Migration.SETTINGS);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().merged()).isEqualTo(1);
            assertOneDocument();
            // The job that stayed has the events of both.
            assertThat(corpus.value("SELECT count(*) || ' ' || count(DISTINCT job_id) FROM upload_pipeline.events"
                            + " JOIN upload_pipeline.upload_jobs AS j USING (job_id) WHERE j.document_id = " + NEW
                            + " AND stage = 'parse'"))
                    .isEqualTo("3 1");

            migration.rolledBack(run);

            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
            migration.drive(migration.started(Migration.SETTINGS), RunState.FINISHED);
            assertOneDocument();
        }
    }

    @Test
    void triplets_becomeOne_andThreeAgain() {
        twin(SECOND, "1999-01-01");
        twin(THIRD, "1998-01-01");
        Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
        try (Migration migration = Migration.of(SchemaVariant.SAMPLE_PIPELINE, corpus)) {
            UUID run = migration.started(Migration.SETTINGS);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().merged()).isEqualTo(2);
            assertOneDocument();

            migration.rolledBack(run);

            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
        }
    }

    /** A chunk that a unique index would refuse is one of another chunker, and no duplicate: it does not give way. */
    @Test
    void chunkOfAnotherChunker_keepsTheTwinFromBeingMerged() {
        corpus.execute("ALTER TABLE upload_pipeline.document_chunks ADD UNIQUE (document_id, chunk_ord)");
        twin(SECOND, "2099-01-01");
        corpus.execute(
                "UPDATE upload_pipeline.document_chunks SET chunker_name = 'other' WHERE document_id = " + SECOND);
        Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
        try (Migration migration = Migration.of(SchemaVariant.SAMPLE_PIPELINE, corpus)) {
            UUID run = migration.started(Migration.SETTINGS);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().merged()).isZero();
            assertThat(new BookkeepingTables(corpus).quarantine())
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.code()).isEqualTo("chunk.differs");
                        assertThat(entry.oldId()).isEqualTo(corpus.value("SELECT " + SECOND));
                        assertThat(entry.reason()).contains("differ in chunker_name,");
                    });
            assertThat(corpus.value(
                            "SELECT count(*) FROM upload_pipeline.document_chunks WHERE chunker_name = 'other'"))
                    .isEqualTo("3");
            migration.rolledBack(run);
            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
        }
    }

    @Test
    void twinOfATrueDocument_isMergedIntoIt() {
        twin(SECOND, "1999-01-01");
        try (Migration migration = Migration.of(SchemaVariant.SAMPLE_PIPELINE, corpus)) {
            migration.drive(migration.started(Migration.SETTINGS), RunState.FINISHED);
            twin(THIRD, "1997-01-01", NEW);
            Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);

            UUID run = migration.started(Migration.SETTINGS);
            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().merged()).isEqualTo(1);
            assertOneDocument();

            migration.rolledBack(run);

            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
        }
    }

    @Test
    void twins_canBeTakenBack_afterRowsCameOnTop() {
        twin(SECOND, "2099-01-01");
        Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
        try (Migration migration = Migration.of(SchemaVariant.SAMPLE_PIPELINE, corpus)) {
            UUID run = migration.started(Migration.SETTINGS);
            migration.drive(run, RunState.FINISHED);
            corpus.execute("INSERT INTO upload_pipeline.upload_jobs VALUES (fixture.v4('born'), " + NEW
                    + ", 'born', 'done', jsonb_build_object('document_id', " + NEW + "))");

            migration.rolledBack(run);

            assertThat(corpus.value("DELETE FROM upload_pipeline.upload_jobs WHERE stage = 'born' AND document_id = "
                            + FIRST + " AND payload ->> 'document_id' = " + FIRST + "::text RETURNING stage"))
                    .isEqualTo("born");
            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
        }
    }

    /** Of a unique index with a condition or an expression, each document has one row, and the merged one may too. */
    @Test
    void uniqueIndexesOfSomeRows_areMergedAsTheOthers() {
        twin(SECOND, "2099-01-01");
        corpus.execute("CREATE TABLE upload_pipeline.notes (id bigint PRIMARY KEY, document_id uuid REFERENCES"
                + " upload_pipeline.documents, state text, kind text);"
                + "CREATE UNIQUE INDEX notes_current ON upload_pipeline.notes (document_id)"
                + " WHERE state = 'current' AND document_id IS NOT NULL;"
                + "CREATE UNIQUE INDEX notes_kind ON upload_pipeline.notes (lower(kind), document_id);"
                + "CREATE INDEX ON upload_pipeline.notes (document_id);"
                + "INSERT INTO upload_pipeline.notes VALUES (1, " + FIRST + ", 'current', 'A'), (2, " + FIRST
                + ", 'old', 'B'), (3, " + FIRST + ", 'old', 'C'), (4, " + SECOND + ", 'current', 'A'), (5, " + SECOND
                + ", 'old', 'B'), (6, " + SECOND + ", 'old', 'E'), (7, " + SECOND + ", 'old', NULL)");
        Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(corpus);
        try (Migration migration = Migration.of(SchemaVariant.SAMPLE_PIPELINE, corpus)) {
            UUID run = migration.started(Migration.SETTINGS);

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.documents().quarantined()).isZero();
            assertThat(finished.documents().merged()).isEqualTo(1);
            assertThat(corpus.value(
                            "SELECT string_agg(id::text, ',' ORDER BY id) FROM upload_pipeline.notes WHERE document_id = "
                                    + NEW))
                    .isEqualTo("1,2,3,6,7");

            migration.rolledBack(run);

            assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(corpus)).isEqualTo(before);
        }
    }

    @Test
    void uniqueIndexThatReadsIds_isWarnedOf() {
        twin(SECOND, "2099-01-01");
        corpus.execute("CREATE TABLE upload_pipeline.notes (document_id uuid REFERENCES upload_pipeline.documents);"
                + "CREATE UNIQUE INDEX notes_text ON upload_pipeline.notes ((document_id::text))");
        try (Migration migration = Migration.of(SchemaVariant.SAMPLE_PIPELINE, corpus)) {
            assertThat(migration.view(migration.planned(Migration.SETTINGS)).findings())
                    .anyMatch(finding -> finding.code().equals("preflight.merge.unique")
                            && finding.subject().equals("upload_pipeline.notes notes_text"));
        }
    }

    private void assertOneDocument() {
        assertThat(corpus.value(
                        "SELECT count(*) FROM upload_pipeline.documents WHERE file_sha256 = fixture.hash('file 1')"
                                + " AND document_id = " + NEW))
                .isEqualTo("1");
        assertThat(
                        corpus.value(
                                "SELECT count(*) || ' ' || string_agg(DISTINCT chunk_ord::text, ',' ORDER BY chunk_ord::text)"
                                        + " FROM upload_pipeline.document_chunks WHERE document_id = " + NEW
                                        + " AND chunk_id = fixture.true_chunk(document_id, chunker_name, chunker_version, chunk_ord)"))
                .isEqualTo("6 0,1,2,3,4,77");
        assertThat(corpus.value("SELECT count(*) FROM upload_pipeline.document_vector_buffer AS b"
                        + " JOIN upload_pipeline.document_chunks AS c USING (chunk_id) WHERE c.document_id = " + NEW))
                .isEqualTo("6");
        assertThat(corpus.value("SELECT string_agg(stage, ',' ORDER BY stage) FROM upload_pipeline.upload_jobs"
                        + " WHERE document_id = " + NEW))
                .isEqualTo("own,parse");
        for (String old : new String[] {FIRST, SECOND}) {
            assertThat(corpus.value("SELECT truename.resolve(" + old + ") = " + NEW))
                    .isEqualTo("t");
        }
    }
}
