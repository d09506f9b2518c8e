// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import io.truename.edge.corpus.CorpusEvents;
import io.truename.edge.log.EdgeEvents;
import io.truename.edge.log.EventLog;
import io.truename.edge.log.LogEvent;
import io.truename.postgres.reporting.ReportStore.Kind;
import java.util.Map;

/** Log events of {@code report}: kinds, counts and durations. {@code terraform/catalog/events.yaml} describes them. */
public final class ReportEvents {
    /** A request was answered. */
    public static final LogEvent REQUEST_ANSWERED = EdgeEvents.requestAnswered(
                    "report",
                    "/reports",
                    "/reports/{id}",
                    "/reports/steps",
                    "/ticks",
                    "/budgets",
                    "/prices",
                    "/prices/refresh",
                    "/costs",
                    "/estimates",
                    "/recommendations",
                    "/feedback",
                    "/feedback/{token}",
                    "/reviews",
                    "/health",
                    "/openapi.json")
            .text("database", "missing");

    private static final LogEvent REPORT_ENDED = LogEvent.of(
                    "report.ended", EventLog.Severity.INFO, EventLog.Severity.WARNING)
            .text("kind", Kind.class)
            .text("outcome", "made", "failed");

    private static final LogEvent PRICES_TAKEN =
            LogEvent.of("report.prices_taken", EventLog.Severity.INFO).numbers("prices");

    private static final LogEvent COSTS_TAKEN =
            LogEvent.of("report.costs_taken", EventLog.Severity.INFO).numbers("costRows");

    private final EventLog log;
    private final CorpusEvents ofCorpus;

    public ReportEvents(EventLog log) {
        this.log = log;
        this.ofCorpus = new CorpusEvents(log);
    }

    CorpusEvents ofCorpus() {
        return ofCorpus;
    }

    /** A report is ready, or cannot be made. */
    void reportEnded(Kind kind, boolean made) {
        log.write(
                made ? EventLog.Severity.INFO : EventLog.Severity.WARNING,
                REPORT_ENDED,
                made ? "A report is ready." : "A report could not be made; GET /reports says why.",
                Map.of("kind", OrderBody.name(kind), "outcome", made ? "made" : "failed"));
    }

    /** Prices were added or replaced. */
    void pricesTaken(long prices) {
        log.write(EventLog.Severity.INFO, PRICES_TAKEN, "Prices were added to the table.", Map.of("prices", prices));
    }

    /** Rows of a billing export were imported. */
    void costsTaken(long rows) {
        log.write(EventLog.Severity.INFO, COSTS_TAKEN, "Billed costs were imported.", Map.of("costRows", rows));
    }
}
