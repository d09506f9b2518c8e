// SPDX-License-Identifier: Apache-2.0
package io.truename.local.telemetry;

import com.google.monitoring.v3.TimeSeries;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.truename.alerting.series.MonitoringException;
import io.truename.local.control.ControlException;
import io.truename.local.control.ControlReply;
import io.truename.local.control.ControlRequest;
import io.truename.local.control.ControlRoutes;
import io.truename.local.monitoring.LocalMonitoring;
import java.util.Map;

/** Commands that write the past of a series: {@code /api/metrics/past}. */
final class PastCommands {
    private final LocalMonitoring monitoring;

    PastCommands(LocalMonitoring monitoring) {
        this.monitoring = monitoring;
    }

    void addRoutes(ControlRoutes routes) {
        routes.add("POST", "/api/metrics/past", request -> write(request, false))
                .add("PUT", "/api/metrics/past", request -> write(request, true));
    }

    private ControlReply write(ControlRequest request, boolean anew) {
        if (!request.body().isObject()) {
            throw ControlException.badRequest(
                    "The body must be a time series as Cloud Monitoring's API writes it in JSON");
        }
        TimeSeries.Builder series = TimeSeries.newBuilder();
        try {
            JsonFormat.parser().merge(request.body().toString(), series);
            return ControlReply.ok(Map.of("written", monitoring.writePast(series.build(), anew)));
        } catch (InvalidProtocolBufferException malformed) {
            throw ControlException.badRequest(
                    "The body is no time series of Cloud Monitoring's API: " + malformed.getMessage());
        } catch (MonitoringException unfit) {
            throw ControlException.badRequest(String.valueOf(unfit.getMessage()));
        }
    }
}
