// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import io.truename.edge.corpus.CorpusEvents;
import io.truename.edge.log.EdgeEvents;
import io.truename.edge.log.EventLog;
import io.truename.edge.log.LogEvent;
import io.truename.tuning.action.Action;
import io.truename.tuning.action.Decision;
import io.truename.tuning.incident.IncidentNotification;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** Log events of {@code tune}: names of alerts, counts and durations. {@code terraform/catalog/events.yaml} describes them. */
public final class TuneEvents {
    /** A request was answered. */
    public static final LogEvent REQUEST_ANSWERED = EdgeEvents.requestAnswered(
                    "tune",
                    "/backtests",
                    "/baselines",
                    "/anomalies",
                    "/capacity",
                    "/regressions",
                    "/proposals",
                    "/proposals/{id}",
                    "/proposals/{id}/apply",
                    "/proposals/{id}/reject",
                    "/proposals/steps",
                    "/incidents",
                    "/incidents/{id}/verdict",
                    "/accuracy",
                    "/actions",
                    "/actions/{action}/no",
                    "/actions/{action}/yes",
                    "/rollback",
                    "/thresholds",
                    "/ticks",
                    "/health",
                    "/openapi.json")
            .numbers("metricPoints", "metricFailures")
            .text("database", "missing");

    /** Why thresholds of an alert changed. */
    enum Change {
        APPLIED,
        ROLLED_BACK
    }

    private static final LogEvent THRESHOLDS_CHANGED = LogEvent.of("tune.thresholds_changed", EventLog.Severity.INFO)
            .texts("alert")
            .text("change", Change.class);

    private static final LogEvent PART_MADE = LogEvent.of(
                    "tune.part_made", EventLog.Severity.INFO, EventLog.Severity.WARNING)
            .texts("alert")
            .text("outcome", "made", "failed");

    private static final LogEvent INCIDENT =
            LogEvent.of("tune.incident", EventLog.Severity.INFO).texts("alert").text("state", "opened", "closed");

    private static final LogEvent ACTION = LogEvent.of("tune.action", EventLog.Severity.INFO, EventLog.Severity.WARNING)
            .text(
                    "action",
                    Arrays.stream(Action.values()).map(Action::catalogName).toArray(String[]::new))
            .text("outcome", Decision.Outcome.class);

    private final EventLog log;
    private final CorpusEvents ofCorpus;

    public TuneEvents(EventLog log) {
        this.log = log;
        this.ofCorpus = new CorpusEvents(log);
    }

    CorpusEvents ofCorpus() {
        return ofCorpus;
    }

    /** The thresholds that an alert compares with are others now. */
    void thresholdsChanged(String alert, Change change) {
        log.write(
                EventLog.Severity.INFO,
                THRESHOLDS_CHANGED,
                "The thresholds of an alert changed.",
                Map.of("alert", alert, "change", change.name().toLowerCase(Locale.ROOT)));
    }

    /** A notification told of an incident for the first time. */
    void incidentTold(IncidentNotification notification) {
        log.write(
                EventLog.Severity.INFO,
                INCIDENT,
                "A notification of an incident was kept.",
                Map.of("alert", notification.policy().key(), "state", notification.open() ? "opened" : "closed"));
    }

    /** A decision about an automatic action differs from the one before. */
    void decided(Decision decision) {
        boolean changes = decision.outcome() == Decision.Outcome.ACT || decision.outcome() == Decision.Outcome.REVERSE;
        log.write(
                changes ? EventLog.Severity.WARNING : EventLog.Severity.INFO,
                ACTION,
                "An automatic action was decided on; GET /actions says why.",
                Map.of(
                        "action",
                        decision.action().catalogName(),
                        "outcome",
                        decision.outcome().name().toLowerCase(Locale.ROOT)));
    }

    /** A part of a proposal was made, or could not be made. */
    void partMade(String alert, boolean made) {
        log.write(
                made ? EventLog.Severity.INFO : EventLog.Severity.WARNING,
                PART_MADE,
                made
                        ? "Thresholds of an alert were proposed."
                        : "No thresholds could be proposed; the proposal says why.",
                Map.of("alert", alert, "outcome", made ? "made" : "failed"));
    }
}
