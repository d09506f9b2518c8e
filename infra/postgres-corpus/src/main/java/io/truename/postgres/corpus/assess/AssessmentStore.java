// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.assess;

import io.truename.postgres.Session;
import io.truename.reporting.Report;
import io.truename.reporting.ReportJson;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Store of assessments in {@code truename.assessment}: progress while they run, the report when they are done. */
public final class AssessmentStore {
    private static final String DIGEST = "encode(sha256(convert_to($2, 'UTF8')), 'hex')";

    /** State of an assessment. */
    public enum State {
        RUNNING,
        DONE,
        FAILED
    }

    /**
     * A stored assessment.
     *
     * @param progress place in the scan, while the assessment runs
     * @param report present when the assessment is done
     * @param error explanation for people, if the assessment failed
     */
    public record Stored(
            UUID id,
            State state,
            Optional<ScanState> progress,
            Optional<Report> report,
            Optional<String> error,
            Instant createdAt,
            Optional<Instant> endedAt) {}

    /**
     * Inserts a running assessment.
     *
     * @param mapping YAML of the mapping by which it counts
     */
    public void begin(Session session, UUID id, String mapping) {
        session.update(
                "INSERT INTO truename.assessment (id, state, mapping) VALUES ($1, 'RUNNING', " + DIGEST + ")",
                id,
                mapping);
    }

    /** Whether an assessment began with a mapping, or in a version that did not store it; also if there is no such assessment. */
    public boolean isOf(Session session, UUID id, String mapping) {
        return session.find(
                        "SELECT mapping IS NULL OR mapping = " + DIGEST
                                + " AS same FROM truename.assessment WHERE id = $1",
                        row -> row.flag("same"),
                        id,
                        mapping)
                .orElse(true);
    }

    /**
     * Stores progress.
     *
     * @param before the progress from which the step continued
     * @return false if the assessment no longer runs, or another instance continued from the same place and was faster
     */
    public boolean advance(Session session, UUID id, ScanState before, ScanState now) {
        return session.update(
                        "UPDATE truename.assessment SET report = $2::jsonb WHERE id = $1 AND state = 'RUNNING'"
                                + " AND coalesce((report #>> '{scan,snapshots}')::integer, 0)"
                                + " + coalesce((report #>> '{scan,search,steps}')::integer, 0) = $3",
                        id,
                        ScanStateJson.write(now),
                        before.version())
                == 1;
    }

    /** Completes an assessment; returns false if it no longer runs. */
    public boolean finish(Session session, UUID id, Report report) {
        return session.update(
                        "UPDATE truename.assessment SET state = 'DONE', report = $2::jsonb, ended_at = clock_timestamp()"
                                + " WHERE id = $1 AND state = 'RUNNING'",
                        id,
                        ReportJson.render(report))
                == 1;
    }

    /** Fails an assessment; returns false if it no longer runs. */
    public boolean fail(Session session, UUID id, String error) {
        return session.update(
                        "UPDATE truename.assessment SET state = 'FAILED', error = $2, ended_at = clock_timestamp()"
                                + " WHERE id = $1 AND state = 'RUNNING'",
                        id,
                        error)
                == 1;
    }

    /** Finds an assessment by its id. */
    public Optional<Stored> find(Session session, UUID id) {
        return session.find(
                "SELECT state, report::text AS report, error, created_at, ended_at FROM truename.assessment WHERE id = $1",
                row -> {
                    State state = State.valueOf(row.text("state"));
                    Optional<String> json = row.find("report", String.class);
                    return new Stored(
                            id,
                            state,
                            state == State.RUNNING
                                    ? Optional.of(json.filter(ScanStateJson::isScan)
                                            .map(ScanStateJson::read)
                                            .orElse(ScanState.BEGIN))
                                    : Optional.empty(),
                            state == State.DONE ? json.map(StoredReport::parse) : Optional.empty(),
                            row.find("error", String.class),
                            row.get("created_at", Instant.class),
                            row.find("ended_at", Instant.class));
                },
                id);
    }
}
