// SPDX-License-Identifier: Apache-2.0
package io.truename.local.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.google.monitoring.dashboard.v1.Dashboard;
import com.google.monitoring.dashboard.v1.TimeSeriesQuery;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.series.SeriesSource;
import io.truename.catalog.Catalog;
import io.truename.local.control.ControlException;
import io.truename.local.control.ControlReply;
import io.truename.local.control.ControlRequest;
import io.truename.local.control.ControlRoutes;
import io.truename.observability.dashboard.Dashboards;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The catalog's dashboards in the JSON of Cloud Monitoring's API, and answers to the queries of their widgets. */
public final class DashboardsApi {
    private static final int MOST_POINTS = 2_000;

    private final Map<String, Dashboard> dashboards = new LinkedHashMap<>();
    private final WidgetQueries queries;

    /**
     * Makes the dashboards.
     *
     * @param series where the widgets' queries read
     */
    public DashboardsApi(Catalog catalog, String project, SeriesSource series) {
        Dashboards.of(catalog, project)
                .forEach((name, dashboard) -> dashboards.put(
                        name,
                        dashboard.toBuilder()
                                .setName("projects/" + project + "/dashboards/" + name)
                                .build()));
        queries = new WidgetQueries(catalog, project, series);
    }

    /** Adds {@code /api/dashboards}. */
    public void addRoutes(ControlRoutes routes) {
        routes.add("GET", "/api/dashboards", request -> list());
        routes.add("GET", "/api/dashboards/{name}", request -> get(request.require("name")));
        routes.add("POST", "/api/dashboards/query", this::query);
    }

    private ControlReply list() throws InvalidProtocolBufferException {
        StringBuilder list = new StringBuilder("{\"dashboards\":[");
        for (Dashboard dashboard : dashboards.values()) {
            list.append(list.charAt(list.length() - 1) == '[' ? "" : ",").append(json(dashboard));
        }
        return ControlReply.ok(new RawValue(list + "]}"));
    }

    private ControlReply get(String name) throws InvalidProtocolBufferException {
        Dashboard dashboard = dashboards.get(name);
        if (dashboard == null) {
            throw ControlException.notFound(
                    "There is no dashboard " + name + "; there are " + String.join(", ", dashboards.keySet()) + ".");
        }
        return ControlReply.ok(new RawValue(json(dashboard)));
    }

    private static String json(Dashboard dashboard) throws InvalidProtocolBufferException {
        return JsonFormat.printer().omittingInsignificantWhitespace().print(dashboard);
    }

    /** Answers {@code {"timeSeriesQuery": ..., "start": ..., "end": ..., "seconds": ...}}: the API's message over a time. */
    private ControlReply query(ControlRequest request) {
        JsonNode body = request.body();
        Instant start = time(body, "start");
        Instant end = time(body, "end");
        int seconds = body.path("seconds").asInt();
        if (seconds < 60
                || !start.isBefore(end)
                || (end.getEpochSecond() - start.getEpochSecond()) / seconds > MOST_POINTS) {
            throw ControlException.badRequest(
                    "seconds must be 60 or more, start before end, and both at most " + MOST_POINTS + " points apart.");
        }
        TimeSeriesQuery.Builder query = TimeSeriesQuery.newBuilder();
        try {
            JsonFormat.parser().merge(body.path("timeSeriesQuery").toString(), query);
            return ControlReply.ok(queries.answer(query.build(), start.toEpochMilli(), end.toEpochMilli(), seconds));
        } catch (InvalidProtocolBufferException malformed) {
            throw ControlException.badRequest("timeSeriesQuery is no message of the API: " + malformed.getMessage());
        } catch (MonitoringException refused) {
            throw ControlException.badRequest(String.valueOf(refused.getMessage()));
        }
    }

    private static Instant time(JsonNode body, String field) {
        try {
            return Instant.parse(body.path(field).asText());
        } catch (DateTimeParseException malformed) {
            throw ControlException.badRequest(field + " must be a time such as 2026-11-27T20:00:00Z.");
        }
    }
}
