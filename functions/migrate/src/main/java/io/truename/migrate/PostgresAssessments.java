// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.corpus.assess.SampleResult;
import io.truename.corpus.failure.Failure;
import io.truename.corpus.failure.FailureKind;
import io.truename.corpus.failure.Failures;
import io.truename.corpus.mapping.Mapping;
import io.truename.corpus.mapping.MappingException;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.Finding;
import io.truename.migrate.http.Assessments;
import io.truename.postgres.Database;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.assess.AssessmentStep;
import io.truename.postgres.corpus.assess.AssessmentStore;
import io.truename.postgres.corpus.assess.Assessor;
import io.truename.postgres.corpus.schema.Inspection;
import io.truename.postgres.rekeying.move.BatchMover;
import io.truename.rekeying.run.RunSettings;
import io.truename.reporting.ReportJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Assesses within the request for as long as a caller waits. What is not done by then goes on with each look at it, and each
 * minute with the schedule.
 */
final class PostgresAssessments implements Assessments {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Database database;
    private final PostgresCorpus corpus;
    private final Clock clock;
    private final AssessmentStore store = new AssessmentStore();

    PostgresAssessments(Database database, PostgresCorpus corpus, Clock clock) {
        this.database = database;
        this.corpus = corpus;
        this.clock = clock;
    }

    @Override
    public Assessment assess() {
        Mapping mapping;
        try {
            mapping = corpus.mapping();
        } catch (MappingException unreadable) {
            return new Assessment.Refused(PostgresCorpus.problems(unreadable), List.of());
        }
        Inspection inspection = corpus.inspect(mapping);
        if (inspection.schema().isEmpty()) {
            return new Assessment.Refused(List.of(), inspection.findings());
        }
        UUID id = UUID.randomUUID();
        database.with(session -> {
            store.begin(session, id);
            return id;
        });
        goOn(id, inspection, clock.instant().plus(PATIENCE));
        return find(id, false).orElseThrow();
    }

    @Override
    public Optional<Assessment> find(UUID id) {
        return find(id, true);
    }

    /** Goes on with every assessment that is not done. */
    void goOn(Instant deadline) {
        List<UUID> running = database.with(session -> session.list(
                "SELECT id FROM truename.assessment WHERE state = 'RUNNING' ORDER BY created_at",
                row -> row.get("id", UUID.class)));
        for (UUID id : running) {
            if (clock.instant().isBefore(deadline)) {
                goOn(id, deadline);
            }
        }
    }

    private Optional<Assessment> find(UUID id, boolean goingOn) {
        Optional<AssessmentStore.Stored> found = database.with(session -> store.find(session, id));
        if (goingOn
                && found.filter(stored -> stored.state() == AssessmentStore.State.RUNNING)
                        .isPresent()) {
            goOn(id, clock.instant().plus(PATIENCE));
            found = database.with(session -> store.find(session, id));
        }
        return found.map(stored -> switch (stored.state()) {
            case RUNNING -> new Assessment.Running(id);
            case DONE ->
                new Assessment.Done(id, ReportJson.render(stored.report().orElseThrow()));
            case FAILED -> new Assessment.Failed(id, stored.error().orElse(""));
        });
    }

    /** Looks again first: what was assessed may have changed since the look before. */
    private void goOn(UUID id, Instant deadline) {
        Mapping mapping;
        try {
            mapping = corpus.mapping();
        } catch (MappingException unreadable) {
            fail(
                    id,
                    "The mapping cannot be read any more: "
                            + PostgresCorpus.problems(unreadable).stream()
                                    .map(problem -> problem.pointer() + " " + problem.rule() + ", got " + problem.got())
                                    .collect(Collectors.joining("; "))
                            + ". Correct it, then assess again.");
            return;
        }
        goOn(id, corpus.inspect(mapping), deadline);
    }

    private void goOn(UUID id, Inspection inspection, Instant deadline) {
        if (inspection.schema().isEmpty()) {
            fail(id, changed(inspection));
            return;
        }
        CorpusSchema schema = inspection.schema().get();
        AssessmentStep step = new AssessmentStep(
                new Assessor(schema, RunSettings.DEFAULT.recentDays()),
                () -> sample(schema, inspection),
                inspection.findings());
        try {
            AssessmentStep.Outcome outcome;
            do {
                outcome = step.goOn(database, id, () -> !clock.instant().isBefore(deadline));
            } while (outcome == AssessmentStep.Outcome.MORE && clock.instant().isBefore(deadline));
        } catch (SqlException failed) {
            Failure failure = Failures.classify(failed.sqlState(), failed.getMessage());
            fail(
                    id,
                    failure.kind() == FailureKind.SCHEMA_CHANGED
                            ? changed(corpus.inspect(corpus.mapping()))
                            : failure.sentence());
        }
    }

    private void fail(UUID id, String sentence) {
        database.with(session -> store.fail(session, id, sentence));
    }

    /** Says what stands against going on, by name; nothing does when what was missing is there again. */
    private static String changed(Inspection inspection) {
        return Stream.concat(
                                Stream.of("The tables changed while they were assessed."),
                                inspection.findings().stream()
                                        .filter(finding -> finding.severity() == Finding.Severity.REFUSAL)
                                        .map(finding ->
                                                finding.subject() + ": " + finding.reason() + " " + finding.remedy()))
                        .collect(Collectors.joining(" "))
                + " Then assess again.";
    }

    /** A batch that is rolled back; without one where the tables cannot be moved anyway, or it would have to wait for others. */
    private Optional<SampleResult> sample(CorpusSchema schema, Inspection inspection) {
        if (inspection.refused()) {
            return Optional.empty();
        }
        try {
            return database.with(session -> BatchMover.sampleWithoutPlan(session, schema))
                    .map(PostgresAssessments::result);
        } catch (SqlException failed) {
            return Optional.empty();
        }
    }

    private static SampleResult result(BatchMover.Sample sample) {
        Map<String, Long> byTable = new LinkedHashMap<>();
        // Of a table with several columns the most: rows are what is counted, not columns.
        sample.moved()
                .rowsByColumn()
                .forEach(
                        (column, rows) -> byTable.merge(column.substring(0, column.lastIndexOf('.')), rows, Math::max));
        return new SampleResult(
                sample.moved().documents(),
                sample.moved().chunks(),
                byTable,
                sample.seconds(),
                Math.max(0, sample.walBytes()),
                sample.inexactColumns());
    }
}
