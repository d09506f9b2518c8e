// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.schema.Finding;
import io.truename.reporting.Report;
import io.truename.reporting.ReportHtml;
import io.truename.reporting.ReportJson;
import io.truename.reporting.ReportMarkdown;
import io.truename.testkit.GoldenFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AssessmentSectionsTest {
    @Test
    void render_assessment_isAsTheGoldenFiles() {
        Report report = AssessmentSections.of(assessment());

        GoldenFile.compare("assessment.json", ReportJson.render(report));
        GoldenFile.compare("assessment.md", ReportMarkdown.render(report));
        GoldenFile.compare("assessment.html", ReportHtml.render(report));
    }

    @Test
    void of_everySection_saysWhatItsNumbersMean() {
        assertThat(AssessmentSections.of(assessment()).sections())
                .allSatisfy(section -> assertThat(section.meaning()).isNotEmpty());
    }

    private static UndeclaredReferences undeclared() {
        return new UndeclaredReferences(
                12,
                1,
                40_210,
                List.of(
                        new UndeclaredReferences.Found(
                                "p.audit.payload",
                                "$.document_id",
                                "{id}",
                                List.of("p.documents"),
                                998,
                                0,
                                1_000,
                                "- {table: p.audit, column: payload, path: $.document_id, to: documents}",
                                ""),
                        new UndeclaredReferences.Found(
                                "p.files.path",
                                "",
                                "files/*/../raw/{id}.pdf",
                                List.of("p.documents"),
                                300,
                                12,
                                39_000,
                                "",
                                "Each is a part of a longer text, and only whole values are changed.")),
                List.of(new UndeclaredReferences.Unsearched("p.secrets", "The role may not read it.")),
                0);
    }

    private static Assessment assessment() {
        CorpusTally tally = new CorpusTally(CorpusTally.State.EMPTY);
        for (int i = 0; i < 1_000; i++) {
            boolean isTrue = i % 10 == 0;
            boolean processed = i % 5 != 0;
            tally.add(new ScannedDocument(
                    "user-" + i / 100,
                    isTrue || i % 7 == 0 ? "v5" : "v4",
                    isTrue || i % 7 == 0,
                    Optional.of(i % 3 == 0 ? "2026-10" : "2026-11"),
                    Optional.of(processed || isTrue ? "processed" : "uploaded"),
                    i % 3 != 0,
                    i == 17 ? Optional.of("fileSha256") : Optional.empty(),
                    isTrue,
                    processed ? 10 : 0,
                    processed ? 10 : 0));
        }
        return new Assessment(
                Instant.parse("2026-11-20T21:00:00Z"),
                true,
                90,
                tally.state().ended(),
                new Assessment.Collisions(2, 5, 3, 2, 1, 8, 4),
                List.of(
                        new Assessment.Reference("p.chunks.document_id", "p.documents", true, 0, true),
                        new Assessment.Reference("p.jobs.payload", "p.documents", false, 4, false)),
                undeclared(),
                List.of(new ComputedHash("p.documents content", 1_000, true, 52_428_800, 1.25, 100, 4_194_304)),
                List.of(
                        new TableWriteEstimate("p.documents", 899, false, 2, 180.5, 23),
                        new TableWriteEstimate("p.chunks", 7_990, true, 3, 1_210, 1_180)),
                List.of(new Assessment.Observer("trigger", "stamp", "p.documents", "BEFORE UPDATE")),
                List.of(new Assessment.MissingRight(
                        "p.jobs", "UPDATE", "changing ids and locking rows", "GRANT UPDATE ON p.jobs TO migrator")),
                Optional.of(new SampleResult(
                        20,
                        160,
                        Map.of("p.documents", 20L, "p.chunks", 160L),
                        0.09,
                        410_000,
                        List.of("p.documents.updated_at"))),
                List.of(new Finding(
                        Finding.Severity.WARNING,
                        "reference.unindexed",
                        "p.jobs.payload",
                        "No index finds its rows.",
                        "CREATE INDEX CONCURRENTLY ...")));
    }
}
