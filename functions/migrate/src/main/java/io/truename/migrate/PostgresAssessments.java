// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.corpus.assess.BackfillAssessmentSections;
import io.truename.corpus.assess.BackfillTally;
import io.truename.corpus.assess.SampleAttempt;
import io.truename.corpus.assess.SampleResult;
import io.truename.corpus.failure.Failure;
import io.truename.corpus.failure.FailureKind;
import io.truename.corpus.mapping.Mapping;
import io.truename.corpus.mapping.MappingException;
import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.Finding;
import io.truename.migrate.http.Assessments;
import io.truename.postgres.Database;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.SqlFailures;
import io.truename.postgres.corpus.assess.AssessmentStep;
import io.truename.postgres.corpus.assess.AssessmentStore;
import io.truename.postgres.corpus.assess.Assessor;
import io.truename.postgres.corpus.schema.BackfillInspection;
import io.truename.postgres.corpus.schema.Inspection;
import io.truename.postgres.rekeying.backfill.BackfillAssessor;
import io.truename.postgres.rekeying.batch.ValidationException;
import io.truename.postgres.rekeying.merge.RefusedMergeException;
import io.truename.postgres.rekeying.move.BatchMover;
import io.truename.postgres.rekeying.move.RefusedMoveException;
import io.truename.postgres.rekeying.plan.Preflight;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs assessments within the request for as long as a caller waits. An unfinished assessment continues each time a client gets
 * it, and every minute by the schedule.
 */
final class PostgresAssessments implements Assessments {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String TOO_LONG = "statement.timeout";
    private static final String REMOVE =
            "Remove what the reason names (a trigger, a rule or a constraint that refuses a change of"
                    + " ids), then assess again.";

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
        String yaml = corpus.yaml();
        Mapping mapping;
        try {
            mapping = MappingReader.read(yaml);
        } catch (MappingException unreadable) {
            return new Assessment.Refused(PostgresCorpus.problems(unreadable), List.of());
        }
        Instant deadline = clock.instant().plus(PATIENCE);
        if (mapping.beside()) {
            BackfillInspection inspection = corpus.inspectBeside(mapping);
            return inspection.schema().isEmpty()
                    ? new Assessment.Refused(List.of(), inspection.findings())
                    : begun(yaml, id -> goOnBeside(id, inspection, deadline));
        }
        Inspection inspection = corpus.inspect(mapping);
        return inspection.schema().isEmpty()
                ? new Assessment.Refused(List.of(), inspection.findings())
                : begun(yaml, id -> goOn(id, inspection, deadline));
    }

    private Assessment begun(String yaml, Function<UUID, Optional<String>> goOn) {
        UUID id = UUID.randomUUID();
        database.with(session -> {
            store.begin(session, id, yaml);
            return id;
        });
        Optional<String> obstacle = goOn.apply(id);
        return stored(id, obstacle).orElseThrow();
    }

    @Override
    public Optional<Assessment> find(UUID id) {
        boolean running = database.with(session -> store.find(session, id))
                .filter(stored -> stored.state() == AssessmentStore.State.RUNNING)
                .isPresent();
        return stored(id, running ? goOn(id, clock.instant().plus(PATIENCE)) : Optional.empty());
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

    private Optional<Assessment> stored(UUID id, Optional<String> obstacle) {
        return database.with(session -> store.find(session, id)).map(stored -> switch (stored.state()) {
            case RUNNING -> new Assessment.Running(id, obstacle);
            case DONE ->
                new Assessment.Done(id, ReportJson.render(stored.report().orElseThrow()));
            case FAILED -> new Assessment.Failed(id, stored.error().orElse(""));
        });
    }

    /** Continues an assessment after inspecting the corpus again; returns the obstacle if it must continue later. */
    private Optional<String> goOn(UUID id, Instant deadline) {
        String yaml = corpus.yaml();
        Mapping mapping;
        try {
            mapping = MappingReader.read(yaml);
        } catch (MappingException unreadable) {
            fail(
                    id,
                    "The mapping cannot be read any more: "
                            + PostgresCorpus.problems(unreadable).stream()
                                    .map(problem -> problem.pointer() + " " + problem.rule() + ", got " + problem.got())
                                    .collect(Collectors.joining("; "))
                            + ". Correct it, then assess again.");
            return Optional.empty();
        }
        if (!database.with(session -> store.isOf(session, id, yaml))) {
            fail(
                    id,
                    "The mapping changed while the corpus was assessed, and its counts would be of both. Assess again.");
            return Optional.empty();
        }
        return mapping.beside()
                ? goOnBeside(id, corpus.inspectBeside(mapping), deadline)
                : goOn(id, corpus.inspect(mapping), deadline);
    }

    private Optional<String> goOn(UUID id, Inspection inspection, Instant deadline) {
        if (inspection.schema().isEmpty()) {
            fail(id, changed(inspection.findings()));
            return Optional.empty();
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
            return Optional.empty();
        } catch (SqlException failed) {
            return failed(id, failed);
        }
    }

    /** Continues an assessment of true ids beside the keys: its report has counts alone, since no reference changes. */
    private Optional<String> goOnBeside(UUID id, BackfillInspection inspection, Instant deadline) {
        if (inspection.schema().isEmpty()) {
            fail(id, changed(inspection.findings()));
            return Optional.empty();
        }
        BackfillAssessor assessor = new BackfillAssessor(inspection.schema().get());
        try {
            database.with(session ->
                            assessor.tick(session, id, () -> !clock.instant().isBefore(deadline)))
                    .filter(BackfillTally::complete)
                    .map(tally -> BackfillAssessmentSections.of(tally, inspection.findings(), clock.instant()))
                    .ifPresent(report -> database.with(session -> store.finish(session, id, report)));
            return Optional.empty();
        } catch (SqlException failed) {
            return failed(id, failed);
        }
    }

    /** Leaves transient failures to the next look, and failures of the whole database to the caller, by rethrowing both. */
    private Optional<String> failed(UUID id, SqlException failed) {
        Failure failure = SqlFailures.of(failed);
        if (failed.connectionLost()
                || failure.kind() == FailureKind.CONNECTION
                || failure.kind().holds()) {
            throw failed;
        }
        if (failure.kind() == FailureKind.RETRY && !failure.code().equals(TOO_LONG)) {
            return Optional.of(SqlFailures.ofARequest(failure, failed));
        }
        Optional<List<Finding>> changed = failure.kind() == FailureKind.SCHEMA_CHANGED
                ? Optional.of(findings(corpus.mapping())).filter(PostgresAssessments::refused)
                : Optional.empty();
        fail(id, changed.map(PostgresAssessments::changed).orElseGet(() -> SqlFailures.ofARequest(failure, failed)));
        return Optional.empty();
    }

    private void fail(UUID id, String sentence) {
        database.with(session -> store.fail(session, id, sentence));
    }

    private List<Finding> findings(Mapping mapping) {
        return mapping.beside()
                ? corpus.inspectBeside(mapping).findings()
                : corpus.inspect(mapping).findings();
    }

    private static boolean refused(List<Finding> findings) {
        return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.REFUSAL);
    }

    /** Sentences that name the obstacles to a continuation; none is named if the missing objects exist again. */
    private static String changed(List<Finding> findings) {
        return Stream.concat(
                                Stream.of("The tables changed while they were assessed."),
                                findings.stream()
                                        .filter(finding -> finding.severity() == Finding.Severity.REFUSAL)
                                        .map(finding ->
                                                finding.subject() + ": " + finding.reason() + " " + finding.remedy()))
                        .collect(Collectors.joining(" "))
                + " Then assess again.";
    }

    /** A batch that is rolled back; without one where the tables cannot be moved anyway, or it would have to wait for others. */
    private SampleAttempt sample(CorpusSchema schema, Inspection inspection) {
        if (inspection.refused()) {
            return SampleAttempt.NONE;
        }
        try {
            return database.with(session -> BatchMover.sampleWithoutPlan(session, schema))
                    .map(sample -> SampleAttempt.of(result(sample)))
                    .orElse(SampleAttempt.NONE);
        } catch (ValidationException | RefusedMergeException | RefusedMoveException refused) {
            return refused(String.valueOf(refused.getMessage()), REMOVE);
        } catch (SqlException failed) {
            Failure failure = SqlFailures.of(failed);
            if (failed.connectionLost()) {
                throw failed;
            }
            return refused(
                    failure.sentence() + " The database says: " + failed.explanation(),
                    failure.kind() == FailureKind.POISON ? REMOVE : failure.remedyOfARequest());
        }
    }

    private static SampleAttempt refused(String reason, String remedy) {
        return SampleAttempt.refused(new Finding(
                Finding.Severity.WARNING,
                Preflight.CODES + "sample.refused",
                "sample",
                "A sample of documents could not be moved and taken back: " + reason,
                remedy));
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
