// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import io.truename.edge.corpus.CorpusEvents;
import io.truename.edge.log.EdgeEvents;
import io.truename.edge.log.EventLog;
import io.truename.edge.log.LogEvent;

/**
 * Log events of {@code probe}: counts, kinds and durations; no id of a user or document, no message of a server. {@code
 * terraform/catalog/events.yaml} describes them.
 */
public final class ProbeEvents {
    /** A request was answered. */
    public static final LogEvent REQUEST_ANSWERED =
            EdgeEvents.requestAnswered("probe", "/health", "/openapi.json").text("database", "missing");

    private final CorpusEvents ofCorpus;

    public ProbeEvents(EventLog log) {
        this.ofCorpus = new CorpusEvents(log);
    }

    CorpusEvents ofCorpus() {
        return ofCorpus;
    }
}
