// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.assess;

import io.truename.postgres.Session;
import io.truename.reporting.Report;
import io.truename.reporting.ReportJson;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Assessments in {@code truename.assessment}: how far they are while they run, their report when they are done. */
public final class AssessmentStore {
    /** Where an assessment is. */
    public enum State {
        RUNNING,
        DONE,
        FAILED
    }

    /**
     * An assessment.
     *
     * @param progress how far it is, while it runs
     * @param report once it is done
     * @param error for people, if it failed
     */
    public record Stored(
            UUID id,
            State state,
            Optional<ScanState> progress,
            Optional<Report> report,
            Optional<String> error,
            Instant createdAt,
            Optional<Instant> endedAt) {}

    /** Begins one. */
    public void begin(Session session, UUID id) {
        session.update("INSERT INTO truename.assessment (id, state) VALUES ($1, 'RUNNING')", id);
    }

    /**
     * Keeps how far it is.
     *
     * @param before the progress that was gone on from
     * @return false when it is no longer running, or another instance went on from the same place and was faster
     */
    public boolean advance(Session session, UUID id, ScanState before, ScanState now) {
        return session.update(
                        "UPDATE truename.assessment SET report = $2::jsonb WHERE id = $1 AND state = 'RUNNING'"
                                + " AND coalesce((report #>> '{scan,snapshots}')::integer, 0) = $3",
                        id,
                        ScanStateJson.write(now),
                        before.snapshots())
                == 1;
    }

    /** Ends it well; false when it was no longer running. */
    public boolean finish(Session session, UUID id, Report report) {
        return session.update(
                        "UPDATE truename.assessment SET state = 'DONE', report = $2::jsonb, ended_at = clock_timestamp()"
                                + " WHERE id = $1 AND state = 'RUNNING'",
                        id,
                        ReportJson.render(report))
                == 1;
    }

    /** Ends it badly; false when it was no longer running. */
    public boolean fail(Session session, UUID id, String error) {
        return session.update(
                        "UPDATE truename.assessment SET state = 'FAILED', error = $2, ended_at = clock_timestamp()"
                                + " WHERE id = $1 AND state = 'RUNNING'",
                        id,
                        error)
                == 1;
    }

    /** The assessment of that id. */
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
                                    ? Optional.of(json.map(ScanStateJson::read).orElse(ScanState.BEGIN))
                                    : Optional.empty(),
                            state == State.DONE ? json.map(StoredReport::parse) : Optional.empty(),
                            row.find("error", String.class),
                            row.get("created_at", Instant.class),
                            row.find("ended_at", Instant.class));
                },
                id);
    }
}
