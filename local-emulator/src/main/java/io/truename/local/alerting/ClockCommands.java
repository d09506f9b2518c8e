// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.local.control.ControlException;
import io.truename.local.control.ControlReply;
import io.truename.local.control.ControlRequest;
import io.truename.local.control.ControlRoutes;
import io.truename.local.control.WholeNumber;
import io.truename.local.monitoring.LocalMonitoring;
import java.util.Map;
import java.util.OptionalInt;

/** Commands of the monitoring clock: {@code /api/clock}. */
public final class ClockCommands {
    private static final int MOST = 7 * 86_400;

    private final LocalMonitoring monitoring;
    private final LocalAlerting alerting;
    private final Runnable countEntries;

    /**
     * Creates the commands.
     *
     * @param countEntries makes points of the log entries so far, which go on while the clock moves
     */
    public ClockCommands(LocalMonitoring monitoring, LocalAlerting alerting, Runnable countEntries) {
        this.countEntries = countEntries;
        this.monitoring = monitoring;
        this.alerting = alerting;
    }

    /** Adds the routes. */
    public void addRoutes(ControlRoutes routes) {
        routes.add("GET", "/api/clock", request -> now()).add("POST", "/api/clock/advance", this::advance);
    }

    private ControlReply now() {
        return ControlReply.ok(Map.of(
                "now",
                monitoring.clock().instant().toString(),
                "aheadSeconds",
                monitoring.ahead().toSeconds()));
    }

    private ControlReply advance(ControlRequest request) {
        OptionalInt seconds = WholeNumber.read(request.body().path("seconds"), MOST);
        JsonNode idle = request.body().path("idle");
        if (!request.body().isObject()
                || request.body().size() != (idle.isBoolean() ? 2 : 1)
                || seconds.isEmpty()
                || seconds.getAsInt() == 0
                || seconds.getAsInt() % 60 != 0) {
            throw ControlException.badRequest("seconds: must be a multiple of 60, at most " + MOST
                    + " (seven days); idle: true or left out; there is no other field");
        }
        countEntries.run();
        monitoring.advance(seconds.getAsInt() / 60, !idle.asBoolean(), minute -> alerting.evaluate());
        return now();
    }
}
