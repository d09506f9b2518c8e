// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.assess.Retrievability;
import io.truename.rekeying.run.Direction;
import io.truename.rekeying.run.RunState;
import io.truename.rekeying.run.Stage;
import io.truename.rekeying.run.StageProgress;
import io.truename.reporting.Report;
import io.truename.reporting.ReportHtml;
import io.truename.reporting.ReportJson;
import io.truename.reporting.ReportMarkdown;
import io.truename.reporting.Section;
import io.truename.testkit.GoldenFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunReportTest {
    private static final Instant BEGIN = Instant.parse("2026-11-20T22:00:00Z");

    @Test
    void render_finishedRun_isAsTheGoldenFiles() {
        Report report = RunReportSections.of(finished());

        GoldenFile.compare("run.json", ReportJson.render(report));
        GoldenFile.compare("run.md", ReportMarkdown.render(report));
        GoldenFile.compare("run.html", ReportHtml.render(report));
    }

    @Test
    void render_html_hasNoMarkupOfTheCorpusAndNoAssetFromElsewhere() {
        String html = ReportHtml.render(RunReportSections.of(finished()));

        assertThat(html)
                .doesNotContain("<script")
                .doesNotContain("<img")
                .doesNotContain("http://")
                .doesNotContain("https://");
        assertThat(html).contains("&lt;script&gt;alert(1)&lt;/script&gt;");
    }

    @Test
    void render_markdown_hasNoMarkupOfTheCorpus() {
        String markdown = ReportMarkdown.render(RunReportSections.of(finished()));

        assertThat(markdown).contains("\\<script\\>").contains("a\\|b\\`").doesNotContain("<script>");
    }

    @Test
    void of_aRunThatValidates_namesTheStageWithItsProgress() {
        RunReport report = in(RunState.RUNNING, Optional.of(StageProgress.steady(Stage.VALIDATING, 300, 1_200, 3)));
        assertThat(RunReportSections.of(report).lead()).contains("Stage validating: 300 of 1,200 pages.");
    }

    @Test
    void of_everyState_saysWhatToDoNext() {
        for (RunState state : RunState.values()) {
            Report report = RunReportSections.of(in(state));

            assertThat(((Section.Prose) report.find("next").orElseThrow()).paragraphs())
                    .isNotEmpty();
        }
    }

    private static RunReport finished() {
        return in(RunState.FINISHED);
    }

    private static RunReport in(RunState state) {
        return in(state, Optional.empty());
    }

    private static RunReport in(RunState state, Optional<StageProgress> stage) {
        List<RunReport.Progress> course = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            course.add(new RunReport.Progress(i * 12.5, i * 9_000L, 450 + 100 * (i % 3), 0.8 + 0.1 * (i % 4)));
        }
        return new RunReport(
                new RunReport.Run(
                        "11111111-1111-4111-8111-111111111111",
                        state,
                        Direction.FORWARD,
                        "FULL",
                        3,
                        BEGIN.minusSeconds(600),
                        Optional.of(BEGIN.minusSeconds(500)),
                        Optional.of(BEGIN),
                        Optional.of(BEGIN.plusSeconds(190)),
                        Optional.empty(),
                        Optional.empty(),
                        stage),
                BEGIN.plusSeconds(4000),
                new RunReport.Plan(
                        4_100, 41_000, 12, Optional.of(new RunReport.Sample(50, 500, 1_950, 0.31, 1_800_000))),
                new RunReport.Documents(4_010, 3_990, 12, 0, 5, 3, 0, 40_000, 39_880),
                new RunReport.Work(180, 0, 90_000, 120.25, 2.4),
                List.of(
                        new RunReport.Moved("upload_pipeline.document_chunks", "chunk_id", 39_880),
                        new RunReport.Moved("upload_pipeline.documents", "document_id", 3_990)),
                course,
                List.of(new RunReport.Hold(
                        "locks", 3, 41.5, "2 sessions wait for a lock on upload_pipeline.documents")),
                List.of(
                        new RunReport.Transition(
                                BEGIN.minusSeconds(600), Optional.empty(), RunState.PLANNING, "PLAN", ""),
                        new RunReport.Transition(BEGIN, Optional.of(RunState.PLANNED), RunState.RUNNING, "START", ""),
                        new RunReport.Transition(
                                BEGIN.plusSeconds(190),
                                Optional.of(RunState.RUNNING),
                                RunState.FINISHED,
                                "BY_ITSELF",
                                "nothing is left")),
                5,
                List.of(
                        new RunReport.Quarantined(
                                "22222222-2222-4222-8222-222222222222",
                                "recipe.fileSha256",
                                "fileSha256 must be 64 hex digits",
                                1),
                        new RunReport.Quarantined("<script>alert(1)</script>", "id", "a|b`c\nd", 1)),
                new RunReport.Collisions(10, 12, 0, 3, 64),
                List.of(new RunReport.Collision("33333333-3333-5333-8333-333333333333", 3, "MERGE")),
                List.of("upload_pipeline.documents.updated_at"),
                Optional.of(new RunReport.Validation(true, "43,870 ids recomputed, 0 differ.")),
                Optional.of(new Retrievability(
                        4_100,
                        90,
                        40,
                        31,
                        List.of(new Retrievability.User("alice", 900, 20), new Retrievability.User("bob", 300, 0)))),
                Optional.of(new Retrievability(
                        4_088,
                        4_080,
                        40,
                        0,
                        List.of(new Retrievability.User("alice", 890, 890), new Retrievability.User("bob", 300, 299)))),
                new RunReport.Kept(9_500_000, 81_920, 400_000, state == RunState.FINISHED ? 4 : 0, 17, 7, true));
    }
}
