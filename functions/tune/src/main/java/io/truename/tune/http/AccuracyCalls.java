// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.catalog.AlertSpec;
import io.truename.catalog.Catalog;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.QueryParameters;
import io.truename.tune.incident.Agreements;
import io.truename.tune.incident.Incidents;
import io.truename.tuning.backtest.Share;
import io.truename.tuning.incident.Accuracy;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Handlers of the accuracy of live alerts. */
final class AccuracyCalls {
    /** Half of a call's time-out: the replay that is under way then ends, too. */
    private static final Duration REPLAY_WITHIN = Duration.ofSeconds(60);

    private final Supplier<Catalog> catalog;
    private final Clock clock;

    AccuracyCalls(Supplier<Catalog> catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /** Live alerts against their replay and people's verdicts. */
    EdgeResponse list(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        Optional<AlertSpec> named = query.read(
                "alert",
                "alert must be the name of an alert of the catalog",
                name -> AlertFields.alert(catalog.get(), name));
        int days = query.whole("days", 1, BaselineCalls.MOST_DAYS)
                .orElse((long) BaselineCalls.USUAL_DAYS)
                .intValue();
        Optional<EdgeResponse> refusal = query.refusal("alert and days");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Instant until = clock.instant();
        Instant from = until.minus(Duration.ofDays(days));
        Incidents.Known known = with.incidents().known();
        List<AlertSpec> alerts = named.map(List::of).orElseGet(() -> live(known, from));
        return Measured.answer(() -> {
            Agreements.Compared compared = with.agreements().of(alerts, known, from, until, clock, REPLAY_WITHIN);
            return EdgeResponse.json(200, json -> {
                json.writeStartObject();
                json.writeStringField("from", from.toString());
                json.writeStringField("until", until.toString());
                json.writeArrayFieldStart("items");
                for (Accuracy accuracy : compared.found()) {
                    write(json, accuracy);
                }
                json.writeEndArray();
                json.writeArrayFieldStart("notReplayed");
                for (String alert : compared.left()) {
                    json.writeString(alert);
                }
                json.writeEndArray();
                json.writeEndObject();
            });
        });
    }

    /** Alerts that opened, most often first. */
    private List<AlertSpec> live(Incidents.Known known, Instant from) {
        Map<String, AlertSpec> all = catalog.get().alerts();
        Map<String, Long> openings = known.openings().stream()
                .filter(opening -> opening.startedAt().isAfter(from))
                .map(opening -> opening.told().policy().key())
                .filter(all::containsKey)
                .collect(Collectors.groupingBy(key -> key, TreeMap::new, Collectors.counting()));
        return openings.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(entry -> Objects.requireNonNull(all.get(entry.getKey())))
                .toList();
    }

    private static void write(JsonGenerator json, Accuracy accuracy) throws IOException {
        json.writeStartObject();
        json.writeStringField("alert", accuracy.alert());
        share(json, "agreed", accuracy.agreement().ofAll());
        share(json, "real", accuracy.real());
        json.writeNumberField("unjudged", accuracy.unjudged());
        if (accuracy.toClose().isPresent()) {
            json.writeNumberField("secondsToClose", accuracy.toClose().get().toSeconds());
        } else {
            json.writeNullField("secondsToClose");
        }
        json.writeEndObject();
    }

    private static void share(JsonGenerator json, String name, Share share) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("events", share.events());
        json.writeNumberField("trials", share.trials());
        BaselineJson.number(json, "share", share.trials() == 0 ? Double.NaN : share.value());
        BaselineJson.number(json, "lower", share.trials() == 0 ? Double.NaN : share.lower());
        BaselineJson.number(json, "upper", share.trials() == 0 ? Double.NaN : share.upper());
        json.writeEndObject();
    }
}
