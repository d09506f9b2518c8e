// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import io.truename.edge.log.EdgeEvents;
import io.truename.edge.log.EventLog;
import io.truename.edge.log.LogEvent;
import java.util.Map;

/**
 * Log events of {@code probe}: counts, kinds and durations; no id of a user or document, no message of a server. {@code
 * terraform/catalog/events.yaml} describes them.
 */
public final class ProbeEvents {
    /** A request was answered. */
    public static final LogEvent REQUEST_ANSWERED =
            EdgeEvents.requestAnswered("probe", "/health", "/openapi.json").text("database", "missing");

    private static final LogEvent DATABASE_FAILED = LogEvent.of("database.failed", EventLog.Severity.ERROR)
            .texts("sqlstate")
            .toErrorReporting();

    private final EventLog log;

    public ProbeEvents(EventLog log) {
        this.log = log;
    }

    /** The database refused a call, or could not be reached. */
    public void databaseFailed(String sqlState) {
        log.write(
                EventLog.Severity.ERROR,
                DATABASE_FAILED,
                "The database refused a statement or was not reached.",
                Map.of("sqlstate", sqlState));
    }
}
