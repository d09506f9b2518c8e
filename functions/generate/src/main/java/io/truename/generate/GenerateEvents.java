// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import io.truename.edge.log.EdgeEvents;
import io.truename.edge.log.EventLog;
import io.truename.edge.log.LogEvent;

/** Log events of {@code generate}; {@code terraform/catalog/events.yaml} describes them. */
final class GenerateEvents {
    static final LogEvent REQUEST_ANSWERED = EdgeEvents.requestAnswered(
                    "generate", "/ids", "/ids/verify", "/self-checks", "/health", "/openapi.json")
            .object("items", "document", "chunk", "job")
            .numbers("duplicates", "collisions", "invalid")
            .text("selfCheck", "agreed", "disagreed");

    static final LogEvent SELF_CHECK = LogEvent.of(
                    "identity.self_check", EventLog.Severity.INFO, EventLog.Severity.ERROR)
            .text("reason", "start", "request", "message")
            .text("outcome", "agreed", "disagreed")
            .numbers("answers")
            .toErrorReporting();

    static final LogEvent COLLISION = LogEvent.of("identity.collision", EventLog.Severity.ERROR)
            .numbers("collisions")
            .toErrorReporting();

    private GenerateEvents() {}
}
