// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.assess.Assessment;
import io.truename.corpus.assess.AssessmentSections;
import io.truename.corpus.assess.CorpusTally.Dimension;
import io.truename.corpus.assess.DocumentCounts;
import io.truename.corpus.assess.SampleAttempt;
import io.truename.corpus.assess.SampleResult;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.postgres.corpus.fixture.SampleCorpus;
import io.truename.reporting.Report;
import io.truename.reporting.ReportJson;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestServer.Version.class)
class AssessorIT {
    private static final int DOCUMENTS = 5_000;
    private static final int USERS = 10;
    private static final int CHUNKS = 3;
    private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");

    private final TestServer.Version version;
    private final Assessor assessor = new Assessor(SampleCorpus.schema(), Assessor.RECENT_DAYS);
    private TestDatabase database;
    private Database pool;

    AssessorIT(TestServer.Version version) {
        this.version = version;
    }

    @BeforeEach
    void open() {
        database = CorpusDatabase.withSampleCorpus(version);
        SampleCorpus.fill(database, DOCUMENTS, USERS, CHUNKS);
        pool = Database.of(DatabaseUrl.parse(database.url()), "test", 2);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void scan_fourKindsOfDocuments_countsEach() {
        ScanState scanned = scan(AssessorIT::inTime);

        assertThat(scanned.complete()).isTrue();
        assertThat(scanned.tally().total()).isEqualTo(new DocumentCounts(5000, 3750, 1250, 1250, 2500, 11250, 7500));
        assertThat(scanned.tally().wrongRecipe()).isEqualTo(1250);
        assertThat(documents(scanned, Dimension.VERSION))
                .containsExactly(Map.entry("v4", 2500L), Map.entry("v5", 2500L));
        assertThat(documents(scanned, Dimension.STATUS))
                .containsExactly(Map.entry("processed", 3750L), Map.entry("uploaded", 1250L));
        // 23:30 at -03 is the next month in UTC.
        assertThat(documents(scanned, Dimension.MONTH))
                .containsEntry("2020-04", 4500L)
                .hasSize(2);
        assertThat(documents(scanned, Dimension.PRIORITY)).containsEntry("RECENT_WITH_CHUNKS", 250L);
        // Of ten users, the odd ones have kinds 1 and 3 alone.
        assertThat(scanned.tally().impact().users()).isEqualTo(USERS);
        assertThat(scanned.tally().impact().usersWithNone()).isEqualTo(5);
        assertThat(scanned.tally().ended().withSome()).isEqualTo(5);
    }

    @Test
    void scan_inSteps_endsAsInOne() {
        ScanState whole = scan(AssessorIT::inTime);

        ScanState state = scan(AssessorIT::timeIsUp);
        while (!state.complete()) {
            ScanState kept = ScanStateJson.read(ScanStateJson.write(state));
            assertThat(kept).isEqualTo(state);
            state = pool.with(session -> assessor.scan(session, kept, AssessorIT::timeIsUp));
        }

        assertThat(state.snapshots()).isGreaterThan(2);
        assertThat(state.tally()).isEqualTo(whole.tally());
        assertThat(state.references()).isEqualTo(whole.references());
        assertThat(state.search().orElseThrow().result())
                .isEqualTo(whole.search().orElseThrow().result());
    }

    @Test
    void complete_orphansAndDuplicates_areFound() {
        database.execute(
                "UPDATE upload_pipeline.upload_jobs SET payload = jsonb_build_object('document_id', gen_random_uuid())"
                        + " WHERE job_id IN (SELECT job_id FROM upload_pipeline.upload_jobs LIMIT 7);"
                        + "ALTER TABLE upload_pipeline.documents DROP CONSTRAINT documents_user_id_file_sha256_key;"
                        + "INSERT INTO upload_pipeline.documents (document_id, user_id, filename, mime, bytes_len, file_sha256)"
                        + " SELECT gen_random_uuid(), user_id, filename, mime, 1, file_sha256 FROM upload_pipeline.documents LIMIT 3;"
                        + "CREATE VIEW upload_pipeline.seen AS SELECT document_id FROM upload_pipeline.documents;"
                        + "CREATE MATERIALIZED VIEW upload_pipeline.kept AS SELECT document_id FROM upload_pipeline.documents;"
                        + "CREATE FUNCTION upload_pipeline.stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';"
                        + "CREATE TRIGGER stamp BEFORE UPDATE ON upload_pipeline.documents FOR EACH ROW EXECUTE FUNCTION upload_pipeline.stamp();"
                        + "CREATE PUBLICATION watched FOR TABLE upload_pipeline.documents");

        Assessment assessment = complete();

        assertThat(assessment.collisions()).isEqualTo(new Assessment.Collisions(3, 6, 2, 3, 0, 0, 0));
        assertThat(assessment.references()).hasSize(5);
        assertThat(assessment.references())
                .contains(new Assessment.Reference(
                        "upload_pipeline.upload_jobs.payload", "upload_pipeline.documents", false, 7, false));
        assertThat(assessment.observers())
                .extracting(Assessment.Observer::kind)
                .containsExactly("trigger", "publication", "materialized view", "view");
        assertThat(assessment.missingRights()).isEmpty();
        assertThat(assessment.tables())
                .filteredOn(table -> table.table().equals("upload_pipeline.document_chunks"))
                .singleElement()
                .satisfies(table -> {
                    assertThat(table.rows()).isEqualTo(7500);
                    assertThat(table.indexes()).isEqualTo(2);
                    assertThat(table.rowBytes()).isBetween(80.0, 300.0);
                });
    }

    @Test
    void complete_undeclaredReferences_areFindingsAndInTheReport() {
        database.execute(
                "CREATE TABLE upload_pipeline.audit AS SELECT document_id AS doc, 'file-' || document_id AS file"
                        + " FROM upload_pipeline.documents LIMIT 50");

        Assessment assessment = complete();

        assertThat(assessment.findings())
                .extracting(finding -> finding.code() + " " + finding.subject())
                .containsExactlyInAnyOrder(
                        "reference.undeclared upload_pipeline.audit.doc",
                        "reference.undeclared upload_pipeline.audit.file");
        assertThat(ReportJson.render(AssessmentSections.of(assessment)))
                .contains("- {table: upload_pipeline.audit, column: doc, to: documents}")
                .contains("file-{id}");
    }

    @Test
    void complete_asARoleThatMayOnlyRead_namesWhatIsMissing() {
        String reader = database.name() + "_reader";
        database.executeAsSuperuser(
                "CREATE ROLE " + reader + " LOGIN PASSWORD 'r'; GRANT USAGE ON SCHEMA upload_pipeline TO " + reader
                        + "; GRANT SELECT ON ALL TABLES IN SCHEMA upload_pipeline TO " + reader);
        String url = database.url().replace(database.name() + ":" + database.name() + "@", reader + ":r@");
        try (Database asReader = Database.of(DatabaseUrl.parse(url), "test", 1)) {
            Assessment assessment = asReader.with(session -> assessor.complete(
                    session,
                    assessor.scan(session, ScanState.BEGIN, AssessorIT::inTime),
                    () -> SampleAttempt.NONE,
                    List.of()));

            assertThat(assessment.missingRights())
                    .extracting(Assessment.MissingRight::right)
                    .containsOnly("DELETE", "INSERT", "UPDATE")
                    .hasSize(9);
            assertThat(assessment.missingRights().get(0).remedy())
                    .isEqualTo("GRANT DELETE ON \"upload_pipeline\".\"document_chunks\" TO " + reader);
        }
    }

    @Test
    void goOn_smallCorpus_isDoneInOneStepAndReadBack() {
        AssessmentStore store = new AssessmentStore();
        pool.with(session -> {
            store.begin(session, ID, "");
            return ID;
        });
        String before = contents();
        SampleResult sample =
                new SampleResult(10, 30, Map.of("upload_pipeline.documents", 10L), 0.05, 100_000, List.of());

        AssessmentStep.Outcome outcome = new AssessmentStep(assessor, () -> SampleAttempt.of(sample), List.of())
                .goOn(pool, ID, AssessorIT::inTime);

        assertThat(outcome).isEqualTo(AssessmentStep.Outcome.DONE);
        AssessmentStore.Stored stored =
                pool.with(session -> store.find(session, ID).orElseThrow());
        assertThat(stored.state()).isEqualTo(AssessmentStore.State.DONE);
        Report report = stored.report().orElseThrow();
        assertThat(report.find("figures")).isPresent();
        assertThat(report.lead())
                .startsWith(
                        "1,250 of 5,000 documents can be retrieved; 5 of 10 users can retrieve none of theirs. Recommended: FULL.");
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void goOn_timeIsUp_goesOnInLaterStepsAndEndsOnce() {
        AssessmentStore store = new AssessmentStore();
        pool.with(session -> {
            store.begin(session, ID, "");
            return ID;
        });
        AssessmentStep step = new AssessmentStep(assessor, () -> SampleAttempt.NONE, List.of());

        assertThat(step.goOn(pool, ID, AssessorIT::timeIsUp)).isEqualTo(AssessmentStep.Outcome.MORE);
        ScanState first = pool.with(
                session -> store.find(session, ID).orElseThrow().progress().orElseThrow());
        assertThat(first.complete()).isFalse();
        assertThat(step.goOn(pool, ID, AssessorIT::timeIsUp)).isEqualTo(AssessmentStep.Outcome.MORE);
        boolean advancedTwice = pool.with(session -> store.advance(session, ID, ScanState.BEGIN, first));
        assertThat(advancedTwice).isFalse();
        AssessmentStep.Outcome outcome = AssessmentStep.Outcome.MORE;
        for (int steps = 0; outcome == AssessmentStep.Outcome.MORE && steps < 20; steps++) {
            outcome = step.goOn(pool, ID, AssessorIT::timeIsUp);
        }
        assertThat(outcome).isEqualTo(AssessmentStep.Outcome.DONE);
        assertThat(step.goOn(pool, ID, AssessorIT::inTime)).isEqualTo(AssessmentStep.Outcome.ELSEWHERE);
    }

    @Test
    void render_storedReport_isTheSameAgain() {
        Report report = AssessmentSections.of(complete());

        assertThat(io.truename.postgres.corpus.assess.StoredReport.parse(ReportJson.render(report)))
                .isEqualTo(report);
    }

    private static boolean timeIsUp() {
        return true;
    }

    private static boolean inTime() {
        return false;
    }

    private Assessment complete() {
        return pool.with(session -> assessor.complete(
                session,
                assessor.scan(session, ScanState.BEGIN, AssessorIT::inTime),
                () -> SampleAttempt.NONE,
                List.of()));
    }

    private ScanState scan(BooleanSupplier timeIsUp) {
        return pool.with(session -> assessor.scan(session, ScanState.BEGIN, timeIsUp));
    }

    private static Map<String, Long> documents(ScanState scanned, Dimension dimension) {
        Map<String, Long> documents = new java.util.TreeMap<>();
        scanned.tally().group(dimension).forEach((name, counts) -> documents.put(name, counts.documents()));
        return documents;
    }

    private String contents() {
        return database.value(
                "SELECT md5(string_agg(d::text, '' ORDER BY d.document_id)) FROM upload_pipeline.documents d");
    }
}
