// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.catalog.Catalog;
import io.truename.catalog.TrendsSpec;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.EnumNames;
import io.truename.history.AlertHistory;
import io.truename.history.QueryHistory.Answered;
import io.truename.tuning.anomaly.Anomalies;
import io.truename.tuning.anomaly.Anomaly;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code GET /anomalies}: the most unusual times of metrics without an alert. */
final class AnomalyCalls {
    private static final Duration PERIOD = Duration.ofMinutes(5);
    private static final Duration PAST = Duration.ofDays(14);
    private static final int USUAL_HOURS = 24;
    private static final int MOST_HOURS = 168;
    private static final int USUAL_LIMIT = 10;
    private static final int MOST_LIMIT = 100;

    private final Supplier<Catalog> catalog;
    private final Clock clock;

    AnomalyCalls(Supplier<Catalog> catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    private record Found(String name, TrendsSpec.Watched watched, Map<String, String> labels, Anomaly anomaly) {}

    EdgeResponse look(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        long hours = query.whole("hours", 1, MOST_HOURS).orElse((long) USUAL_HOURS);
        long limit = query.whole("limit", 1, MOST_LIMIT).orElse((long) USUAL_LIMIT);
        return query.refusal("hours and limit").orElseGet(() -> Measured.answer(() -> looked(with, hours, limit)));
    }

    private EdgeResponse looked(Services with, long hours, long limit) {
        Instant until = clock.instant().minus(AlertHistory.DELAY);
        Instant from = until.minus(Duration.ofHours(hours));
        List<Found> found = new ArrayList<>();
        Map<String, Integer> looked = new LinkedHashMap<>();
        catalog.get().trends().anomalies().forEach((name, watched) -> {
            List<Answered> answered = with.queries().get().values(watched.query(), PERIOD, from.minus(PAST), until);
            looked.put(name, answered.size());
            for (Answered series : answered) {
                Anomalies.since(series.values(), from.toEpochMilli())
                        .forEach(anomaly -> found.add(new Found(name, watched, series.labels(), anomaly)));
            }
        });
        found.sort(Comparator.<Found>comparingDouble(one -> -one.anomaly().widths())
                .thenComparing(one -> one.anomaly().from())
                .thenComparing(Found::name));
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            BacktestJson.time(json, "from", from.toEpochMilli());
            BacktestJson.time(json, "until", until.toEpochMilli());
            json.writeArrayFieldStart("items");
            for (Found one : found.subList(0, (int) Math.min(limit, found.size()))) {
                write(json, one);
            }
            json.writeEndArray();
            json.writeNumberField("notListed", Math.max(0, found.size() - limit));
            json.writeObjectFieldStart("series");
            for (Map.Entry<String, Integer> each : looked.entrySet()) {
                json.writeNumberField(each.getKey(), each.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Found found) throws IOException {
        Anomaly anomaly = found.anomaly();
        json.writeStartObject();
        TrendJson.watched(json, found.name(), found.watched(), found.labels());
        json.writeStringField("severity", EnumNames.of(anomaly.severity()));
        BacktestJson.time(json, "from", anomaly.from());
        BacktestJson.time(json, "until", anomaly.until());
        BaselineJson.number(json, "farthest", anomaly.peak());
        BaselineJson.number(json, "usual", anomaly.usual());
        BaselineJson.number(json, "lower", anomaly.lower());
        BaselineJson.number(json, "upper", anomaly.upper());
        json.writeStringField("explanation", anomaly.explanation());
        json.writeEndObject();
    }
}
