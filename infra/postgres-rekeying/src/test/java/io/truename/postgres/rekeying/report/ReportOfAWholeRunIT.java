// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.mapping.MappingReader;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.corpus.assess.StoredReport;
import io.truename.postgres.corpus.fixture.CorpusDatabase;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.corpus.schema.Inspection;
import io.truename.postgres.rekeying.run.CommandResult;
import io.truename.postgres.rekeying.run.RunCreation;
import io.truename.postgres.rekeying.run.RunDefinition;
import io.truename.postgres.rekeying.run.RunStore;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.postgres.rekeying.work.RunWorker;
import io.truename.postgres.rekeying.work.WorkListener;
import io.truename.rekeying.plan.BackupProof;
import io.truename.rekeying.report.RunReport;
import io.truename.rekeying.report.RunReportSections;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunState;
import io.truename.reporting.Report;
import io.truename.reporting.ReportHtml;
import io.truename.reporting.ReportJson;
import io.truename.reporting.ReportMarkdown;
import io.truename.reporting.Section;
import io.truename.reporting.Value;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the records of a whole run say, there and back. */
class ReportOfAWholeRunIT {
    private static final int DOCUMENTS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource({"OLDEST, SAMPLE_PIPELINE, 0", "NEWEST, SAMPLE_PIPELINE, 0", "NEWEST, TRIGGERS, 6"})
    void report_ofARunThereAndBack_tellsBoth(TestServer.Version version, SchemaVariant variant, long duplicates) {
        TestDatabase corpus = CorpusDatabase.withOurTables(version);
        variant.create(corpus, DOCUMENTS);
        Map<String, String> untouched = variant.contents(corpus);
        try (Database database = Database.of(DatabaseUrl.parse(corpus.url()), "test", 4)) {
            Course course = Course.planned(database, variant.mapping());

            RunReport planned = course.report();
            assertThat(planned.before()).isPresent();
            assertThat(planned.after()).isEmpty();
            assertThat(planned.plan().documentsSeen()).isEqualTo(DOCUMENTS);
            assertThat(planned.plan().sample().orElseThrow().rows()).isPositive();
            assertThat(planned.inexactColumns()).containsExactlyInAnyOrderElementsOf(columns(variant.inexact()));

            course.command(RunCommand.START);
            course.hold("locks", "2 sessions wait for <b>documents</b>");
            course.until(RunState.FINISHED);
            RunReport finished = course.report();
            int left = (int) (DOCUMENTS - duplicates);
            assertThat(finished.before().orElseThrow().retrievable()).isLessThan(DOCUMENTS / 2);
            assertThat(finished.after().orElseThrow().retrievable()).isEqualTo(left);
            assertThat(finished.after().orElseThrow().usersWithNone()).isZero();
            assertThat(finished.after().orElseThrow().largest())
                    .extracting(user -> user.user())
                    .containsExactlyInAnyOrderElementsOf(finished.before().orElseThrow().largest().stream()
                            .map(user -> user.user())
                            .toList());
            assertThat(finished.documents().merged()).isEqualTo(duplicates);
            assertThat(finished.collisions().losers()).isEqualTo(duplicates);
            assertThat(finished.collisions().archivedRows() > 0).isEqualTo(duplicates > 0);
            assertThat(finished.work().batches()).isPositive();
            assertThat(finished.validation()).hasValueSatisfying(validation -> {
                assertThat(validation.passed()).isTrue();
                assertThat(validation.summary()).isEqualTo(left + " of " + left + " documents can be retrieved.");
            });
            assertThat(course.view().validation().orElseThrow())
                    .contains("\"passed\": true", "\"retrievableDocuments\": " + left)
                    .doesNotContain("largest");
            saysAll(finished);

            course.command(RunCommand.ROLL_BACK);
            course.until(RunState.ROLLED_BACK);
            RunReport back = course.report();
            assertThat(back.after()).isEmpty();
            assertThat(back.documents().moved()).isZero();
            assertThat(back.documents().rolledBack())
                    .isEqualTo(finished.documents().moved() + duplicates);
            Report report = RunReportSections.of(back);
            assertThat(report.lead()).startsWith("ROLLED_BACK: 0 of ").doesNotContain("before now can");
            assertThat(report.find("retrievable").orElseThrow().meaning()).contains("All of it was taken back");
            assertThat(ReportMarkdown.render(report))
                    .contains("Before it was taken back: Passed.", "Everything stands under its old id again.");
            assertThat(variant.contents(corpus)).isEqualTo(untouched);
        }
    }

    private static void saysAll(RunReport run) {
        Report report = RunReportSections.of(run);
        Section.Table holds = (Section.Table) report.find("holds").orElseThrow();
        assertThat(holds.columns())
                .extracting(Section.Column::key)
                .containsExactly("code", "times", "seconds", "example");
        assertThat(holds.rows().get(0))
                .startsWith(Value.of("locks"), Value.count(1))
                .endsWith(Value.of("2 sessions wait for <b>documents</b>"));
        assertThat(((Section.Figures) report.find("kept").orElseThrow()).figures())
                .filteredOn(figure -> figure.key().equals("planAndAliases"))
                .singleElement()
                .satisfies(figure -> assertThat(figure.value()).isNotEqualTo(Value.bytes(0)));
        for (String key : Set.of("figures", "retrievable", "users", "plan", "tables", "transitions", "next")) {
            assertThat(report.find(key)).as(key).isPresent();
        }
        assertThat(StoredReport.parse(ReportJson.render(report))).isEqualTo(report);
        assertThat(ReportMarkdown.render(report)).contains("VACUUM (ANALYZE)", "/rollback");
        String page = ReportHtml.render(report);
        assertThat(page).contains("2 sessions wait for &lt;b&gt;documents&lt;/b&gt;", "Passed. ");
        run.inexactColumns().forEach(column -> assertThat(page).contains(column));
    }

    /** Of a table the inspection names its columns. */
    private static Set<String> columns(Set<String> inexact) {
        return inexact.stream()
                .filter(name -> name.chars().filter(letter -> letter == '.').count() == 2)
                .collect(java.util.stream.Collectors.toSet());
    }

    /** A run that is driven by hand. */
    private static final class Course {
        private final Database database;
        private final RunStore runs;
        private final RunWorker worker;
        private final UUID run;

        private Course(Database database, UUID run) {
            this.database = database;
            this.runs = new RunStore(database);
            this.worker = new RunWorker(
                    database,
                    UUID.randomUUID(),
                    () -> new BackupProof.Proven(Instant.now(), "the newest"),
                    WorkListener.NONE,
                    Clock.systemUTC());
            this.run = run;
        }

        static Course planned(Database database, String mapping) {
            Inspection inspection =
                    database.with(session -> CorpusInspector.inspect(session, MappingReader.read(mapping)));
            RunCreation creation = new RunStore(database)
                    .create(new RunDefinition(
                            RunSettings.DEFAULT, mapping, inspection.fingerprint(), inspection.findings(), "{}"));
            Course course = new Course(database, ((RunCreation.Created) creation).run());
            course.until(RunState.PLANNED);
            return course;
        }

        void command(RunCommand command) {
            assertThat(runs.command(run, command, "")).isInstanceOf(CommandResult.Done.class);
        }

        void hold(String code, String sentence) {
            database.inTransaction(session -> {
                runs.waiting(session, view().number(), 0, code, sentence);
                return true;
            });
            database.inTransaction(session -> {
                runs.goesOn(session, view().number(), 0);
                return true;
            });
        }

        void until(RunState wanted) {
            Instant end = Instant.now().plus(PATIENCE);
            while (view().state() != wanted && Instant.now().isBefore(end)) {
                worker.work(run, 0, end);
            }
            assertThat(view().state()).as(() -> view().toString()).isEqualTo(wanted);
        }

        RunView view() {
            return runs.find(run).orElseThrow();
        }

        RunReport report() {
            return database.with(
                    session -> new RunReportReader().find(session, run).orElseThrow());
        }
    }
}
