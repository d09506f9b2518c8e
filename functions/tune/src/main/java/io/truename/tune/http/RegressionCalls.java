// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.catalog.Catalog;
import io.truename.catalog.TrendsSpec;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.EnumNames;
import io.truename.edge.json.JsonOutput;
import io.truename.history.AlertHistory;
import io.truename.history.QueryHistory;
import io.truename.tuning.incident.ComponentChange;
import io.truename.tuning.regression.Change;
import io.truename.tuning.regression.RegressionResult;
import io.truename.tuning.regression.RegressionRule;
import io.truename.tuning.regression.Regressions;
import io.truename.tuning.trend.Estimate;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** {@code GET /regressions}: which of the catalog's trends became worse for good, and which changes came before. */
final class RegressionCalls {
    private static final Duration PERIOD = Duration.ofMinutes(15);
    private static final int USUAL_DAYS = 21;
    /** Five days before, and one to judge. */
    private static final int FEWEST_DAYS = 6;

    private final Supplier<Catalog> catalog;
    private final Clock clock;

    RegressionCalls(Supplier<Catalog> catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    private record Looked(
            String name, TrendsSpec.Regression regression, Map<String, String> labels, RegressionResult result) {}

    EdgeResponse look(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        Optional<String> alert = query.read(
                "alert",
                "alert must be the name of an alert of the catalog",
                name -> AlertFields.alert(catalog.get(), name).name());
        long days = query.whole("days", FEWEST_DAYS, BaselineCalls.MOST_DAYS).orElse((long) USUAL_DAYS);
        return query.refusal("alert and days").orElseGet(() -> Measured.answer(() -> looked(with, alert, days)));
    }

    private EdgeResponse looked(Services with, Optional<String> alert, long days) {
        Instant until = clock.instant().minus(AlertHistory.DELAY);
        Instant from = until.minus(Duration.ofDays(days));
        QueryHistory history = with.queries().get();
        List<Change> changes = Stream.concat(
                        history.deployments(from, until).stream(), with.incidents().migrations(from).stream())
                .map(ComponentChange::change)
                .toList();
        List<Looked> all = new ArrayList<>();
        catalog.get().trends().regressions().forEach((name, regression) -> {
            if (alert.isEmpty() || regression.alert().equals(alert)) {
                look(name, regression, history, from, until, changes, all);
            }
        });
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            BacktestJson.time(json, "from", from.toEpochMilli());
            BacktestJson.time(json, "until", until.toEpochMilli());
            json.writeArrayFieldStart("items");
            for (Looked looked : all) {
                write(json, looked);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void look(
            String name,
            TrendsSpec.Regression regression,
            QueryHistory history,
            Instant from,
            Instant until,
            List<Change> changes,
            List<Looked> all) {
        RegressionRule rule = new RegressionRule(
                RegressionRule.Kind.valueOf(regression.comparison().name()), regression.least(), regression.days());
        List<QueryHistory.Answered> answered =
                history.values(regression.watched().query(), PERIOD, from, until);
        answered.forEach(series -> all.add(
                new Looked(name, regression, series.labels(), Regressions.look(series.values(), rule, changes))));
        if (answered.isEmpty()) {
            RegressionResult nothing = new RegressionResult(
                    RegressionResult.Verdict.UNKNOWN,
                    "Nothing was measured.",
                    List.of(),
                    OptionalLong.empty(),
                    Optional.empty());
            all.add(new Looked(name, regression, Map.of(), nothing));
        }
    }

    private static void write(JsonGenerator json, Looked looked) throws IOException {
        TrendsSpec.Regression regression = looked.regression();
        json.writeStartObject();
        TrendJson.watched(json, looked.name(), regression.watched(), looked.labels());
        JsonOutput.optional(json, "alert", regression.alert());
        json.writeObjectFieldStart("worse");
        json.writeStringField("by", regression.comparison().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("least", regression.least());
        json.writeNumberField("days", regression.days());
        json.writeEndObject();
        RegressionResult result = looked.result();
        json.writeStringField("verdict", EnumNames.of(result.verdict()));
        json.writeStringField("reason", result.reason());
        json.writeArrayFieldStart("byDay");
        for (Estimate estimate : result.byDay()) {
            TrendJson.estimate(json, estimate);
        }
        json.writeEndArray();
        if (result.since().isPresent()) {
            BacktestJson.time(json, "since", result.since().getAsLong());
        } else {
            json.writeNullField("since");
        }
        if (result.nearest().isPresent()) {
            Change change = result.nearest().get();
            json.writeObjectFieldStart("nearest");
            json.writeStringField("kind", EnumNames.of(change.kind()));
            json.writeStringField("name", change.name());
            BacktestJson.time(json, "at", change.time());
            json.writeEndObject();
        } else {
            json.writeNullField("nearest");
        }
        json.writeEndObject();
    }
}
