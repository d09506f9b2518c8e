// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.probing.finding.FindingKind;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.testkit.suite.LongSuite;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Ids of text that are one id, though they are written in two ways, and lie pages apart. */
class EqualIdsIT {
    private static final int DOCUMENTS = 20;
    private static final int PAGE = 1;
    private static final List<String> FORMS = List.of(
            "upper(id)",
            "id || ' '",
            "E'\\t' || id",
            "'{' || id || '}'",
            "replace(id, '-', '')",
            "'URN:uuid:' || id",
            "regexp_replace(replace(id, '-', ''), '(.{4})(?=.)', '\\1-', 'g')");

    @LongSuite
    @Test
    void documents_underIdsThatAreWrittenOtherwise_areCollisions() {
        TestDatabase test = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        SchemaVariant.TEXT_IDS_LOWER.create(test, DOCUMENTS);
        try (ProbedCorpus corpus = new ProbedCorpus(test, SchemaVariant.TEXT_IDS_LOWER.mapping())) {
            // Ids that are no UUIDs may differ in letter case or a hyphen.
            test.execute("INSERT INTO app.documents (id, number, user_id, sha256, created_at) SELECT id, 1000, 'user',"
                    + " md5(id) || md5(id), now() FROM unnest(ARRAY['abc', 'ABC', 'ab-c', 'a-bc']) id; ANALYZE");
            corpus.scan(ScanKind.FULL);
            assertThat(corpus.open()).doesNotContainKey(FindingKind.ID_COLLISION);

            for (int form = 0; form < FORMS.size(); form++) {
                test.execute("INSERT INTO app.documents (id, number, user_id, sha256, created_at) SELECT "
                        + FORMS.get(form) + ", 1001, 'other', md5(id || 'x') || md5(id), now() FROM app.documents"
                        + " WHERE number = " + (form + 1));
            }
            inSlices(corpus);
            assertThat(corpus.open()).containsEntry(FindingKind.ID_COLLISION, (long) FORMS.size());

            test.execute("DELETE FROM app.documents WHERE number = 1001");
            corpus.scan(ScanKind.FULL);
            assertThat(corpus.open()).doesNotContainKey(FindingKind.ID_COLLISION);
        }
    }

    @Test
    void chunk_underAnIdThatIsWrittenOtherwise_isACollision_andRepeatsAnOrdinal() {
        TestDatabase test = CorpusDatabase.withOurTables(TestServer.Version.NEWEST);
        SchemaVariant.TEXT_IDS_LOWER.create(test, DOCUMENTS);
        try (ProbedCorpus corpus = new ProbedCorpus(test, SchemaVariant.TEXT_IDS_LOWER.mapping())) {
            test.execute("ALTER TABLE app.chunks DROP CONSTRAINT chunks_document_id_chunker_version_ord_key;"
                    + " INSERT INTO app.chunks (id, document_id, chunker, version, ord) SELECT upper(id), document_id,"
                    + " chunker, version, ord FROM app.chunks WHERE id <> upper(id) ORDER BY id LIMIT 1");
            corpus.scan(ScanKind.FULL);
            assertThat(corpus.open())
                    .containsEntry(FindingKind.ID_COLLISION, 1L)
                    .containsEntry(FindingKind.ORDINAL_REPEATED, 1L);
        }
    }

    /** Each share by another instance. */
    private static void inSlices(ProbedCorpus corpus) {
        UUID id = corpus.begin(ScanKind.FULL, ScanSettings.USUAL);
        ScanStep.Result result;
        do {
            result = corpus.step(PAGE).goOn(id, corpus.schema(), Instant.EPOCH);
        } while (result.outcome() == ScanStep.Outcome.MORE);
        assertThat(result.outcome()).isEqualTo(ScanStep.Outcome.DONE);
    }
}
