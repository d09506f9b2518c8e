// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.corpus;

import io.truename.edge.log.EventLog;
import io.truename.edge.log.LogEvent;
import java.util.Locale;
import java.util.Map;

/** Log events of every function on a corpus; a person must see them. {@code terraform/catalog/events.yaml} describes them. */
public final class CorpusEvents {
    private static final LogEvent NOT_SET_UP = LogEvent.of("setup.missing", EventLog.Severity.ERROR)
            .text("missing", Missing.class)
            .toErrorReporting();

    private static final LogEvent DATABASE_FAILED = LogEvent.of("database.failed", EventLog.Severity.ERROR)
            .texts("sqlstate")
            .toErrorReporting();

    private final EventLog log;

    public CorpusEvents(EventLog log) {
        this.log = log;
    }

    /** A call cannot be done before a person completes the set-up. */
    void notSetUp(Missing missing) {
        log.write(
                EventLog.Severity.ERROR,
                NOT_SET_UP,
                missing.sentence(),
                Map.of("missing", missing.name().toLowerCase(Locale.ROOT)));
    }

    /** The database refused a call, or could not be reached. */
    void databaseFailed(String sqlState) {
        log.write(
                EventLog.Severity.ERROR,
                DATABASE_FAILED,
                "The database refused a statement or was not reached.",
                Map.of("sqlstate", sqlState));
    }
}
