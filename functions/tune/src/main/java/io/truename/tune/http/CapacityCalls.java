// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.catalog.Catalog;
import io.truename.catalog.TrendsSpec;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.JsonOutput;
import io.truename.history.AlertHistory;
import io.truename.history.QueryHistory;
import io.truename.history.QueryHistory.Answered;
import io.truename.tuning.capacity.CapacityForecast;
import io.truename.tuning.capacity.Forecast;
import io.truename.tuning.capacity.Growth;
import io.truename.tuning.capacity.ScalingRule;
import io.truename.tuning.capacity.ScalingRules;
import io.truename.tuning.series.MetricSeries;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** {@code GET /capacity}: when limits are reached, as it goes on and as it is planned, and rules by which instances scale. */
final class CapacityCalls {
    private static final Duration PERIOD = Duration.ofMinutes(15);
    private static final Duration LOAD_PERIOD = Duration.ofMinutes(5);
    private static final Duration LOAD_TIME = Duration.ofDays(7);
    private static final int USUAL_DAYS = 28;
    private static final int HORIZON = 730;
    private static final long SEED = 13;
    private static final List<Growth> PLANNED = List.of(Growth.HALF_YEAR, Growth.YEAR);
    private static final String TOO_LITTLE =
            "There are fewer than " + CapacityForecast.FEWEST_DAYS + " whole days with values.";

    private final Supplier<Catalog> catalog;
    private final Clock clock;

    CapacityCalls(Supplier<Catalog> catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    private record Foretold(String name, TrendsSpec.Limit limit, Answered answered, Optional<Forecast> forecast) {}

    private record Simulated(String name, TrendsSpec.Scaling scaling, MetricSeries load) {}

    EdgeResponse foretell(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        // One more than a forecast needs, for the first day is not a whole one.
        long days = query.whole("days", CapacityForecast.FEWEST_DAYS + 1, BaselineCalls.MOST_DAYS)
                .orElse((long) USUAL_DAYS);
        return query.refusal("days").orElseGet(() -> Measured.answer(() -> foretold(with, days)));
    }

    private EdgeResponse foretold(Services with, long days) {
        Instant until = clock.instant().minus(AlertHistory.DELAY);
        Instant from = until.minus(Duration.ofDays(days));
        QueryHistory history = with.queries().get();
        TrendsSpec trends = catalog.get().trends();
        List<Foretold> limits = new ArrayList<>();
        trends.limits().forEach((name, limit) -> {
            for (Answered answered : orNothing(history.values(limit.watched().query(), PERIOD, from, until))) {
                limits.add(new Foretold(name, limit, answered, forecast(answered.values(), limit.limit())));
            }
        });
        List<Simulated> loads = new ArrayList<>();
        trends.scaling()
                .forEach((name, scaling) -> orNothing(
                                history.values(scaling.watched().query(), LOAD_PERIOD, until.minus(LOAD_TIME), until))
                        .forEach(answered -> loads.add(new Simulated(name, scaling, answered.values()))));
        LocalDate today = until.atZone(ZoneOffset.UTC).toLocalDate();
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            BacktestJson.time(json, "from", from.toEpochMilli());
            BacktestJson.time(json, "until", until.toEpochMilli());
            json.writeArrayFieldStart("limits");
            for (Foretold foretold : limits) {
                write(json, foretold, today);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("scaling");
            for (Simulated simulated : loads) {
                write(json, simulated);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** A trend of which nothing was measured is told, too. */
    private static List<Answered> orNothing(List<Answered> answered) {
        return answered.isEmpty() ? List.of(new Answered(Map.of(), MetricSeries.of(0, PERIOD.toMillis()))) : answered;
    }

    private static Optional<Forecast> forecast(MetricSeries series, double limit) {
        return CapacityForecast.of(series).map(forecast -> forecast.until(limit, HORIZON, new Random(SEED)));
    }

    private static void write(JsonGenerator json, Foretold foretold, LocalDate today) throws IOException {
        json.writeStartObject();
        TrendJson.watched(
                json,
                foretold.name(),
                foretold.limit().watched(),
                foretold.answered().labels());
        json.writeNumberField("limit", foretold.limit().limit());
        JsonOutput.optional(
                json, "unknown", foretold.forecast().isEmpty() ? Optional.of(TOO_LITTLE) : Optional.empty());
        if (foretold.forecast().isPresent()) {
            Forecast forecast = foretold.forecast().get();
            json.writeNumberField("level", forecast.level());
            json.writeFieldName("risePerDay");
            TrendJson.estimate(json, forecast.slope());
            JsonOutput.optional(json, "earliest", forecast.earliest());
            JsonOutput.optional(json, "likely", forecast.likely());
            JsonOutput.optional(json, "latest", forecast.latest());
            json.writeArrayFieldStart("planned");
            for (Growth growth : PLANNED) {
                json.writeStartObject();
                json.writeNumberField("more", growth.more());
                json.writeNumberField("months", growth.months());
                JsonOutput.optional(
                        json,
                        "reached",
                        reached(growth, forecast, foretold.limit().limit(), today));
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static Optional<LocalDate> reached(Growth growth, Forecast forecast, double limit, LocalDate today) {
        if (!(forecast.level() > 0)) {
            return Optional.empty();
        }
        LocalDate reached = today.plusDays((long) Math.ceil(growth.daysUntil(forecast.level(), limit)));
        return reached.isAfter(today.plusMonths(growth.months())) ? Optional.empty() : Optional.of(reached);
    }

    private static void write(JsonGenerator json, Simulated simulated) throws IOException {
        TrendsSpec.Scaling scaling = simulated.scaling();
        json.writeStartObject();
        TrendJson.watched(json, simulated.name(), scaling.watched(), Map.of());
        json.writeNumberField("perInstance", scaling.perInstance());
        json.writeNumberField("fewest", scaling.fewest());
        json.writeNumberField("most", scaling.most());
        json.writeArrayFieldStart("rules");
        if (simulated.load().present().length > 0) {
            write(json, simulated, 0);
            for (Growth growth : PLANNED) {
                write(json, simulated, growth.more());
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The rule for the load of the last week, and more. */
    private static void write(JsonGenerator json, Simulated simulated, double more) throws IOException {
        TrendsSpec.Scaling scaling = simulated.scaling();
        MetricSeries load = simulated.load();
        MetricSeries grown = load.with(
                Arrays.stream(load.values()).map(value -> value * (1 + more)).toArray());
        Optional<ScalingRules.Choice> choice =
                ScalingRules.choose(grown, scaling.perInstance(), scaling.fewest(), scaling.most());
        json.writeStartObject();
        json.writeNumberField("more", more);
        json.writeBooleanField("found", choice.isPresent());
        if (choice.isPresent()) {
            ScalingRule rule = choice.get().rule();
            json.writeNumberField("addAbove", rule.upAbove());
            json.writeNumberField("addAfterMinutes", minutes(rule.upAfter()));
            json.writeNumberField("removeBelow", rule.downBelow());
            json.writeNumberField("removeAfterMinutes", minutes(rule.downAfter()));
            json.writeNumberField("coolDownMinutes", minutes(rule.coolDown()));
            json.writeNumberField(
                    "overloadedMinutes", minutes(choice.get().replay().overloaded()));
            json.writeNumberField("flaps", choice.get().replay().flaps());
            json.writeNumberField("changes", choice.get().replay().changes());
            json.writeNumberField("instanceHours", choice.get().replay().instanceHours());
        }
        json.writeEndObject();
    }

    private static long minutes(int slots) {
        return LOAD_PERIOD.multipliedBy(slots).toMinutes();
    }
}
