// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import io.truename.catalog.Catalog;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.history.AlertHistory;
import io.truename.history.ComparedCondition;
import io.truename.tuning.baseline.Baseline;
import io.truename.tuning.series.MetricSeries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code POST /baselines}: usual values of an alert's comparison. */
final class BaselineCalls {
    static final int USUAL_DAYS = 7;
    /** Cloud Monitoring keeps a point a minute for so long. */
    static final int MOST_DAYS = 42;

    private final Supplier<Catalog> catalog;
    private final Clock clock;

    BaselineCalls(Supplier<Catalog> catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    EdgeResponse describe(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        Optional<ComparedCondition> named = AlertFields.condition(body, catalog.get());
        int days = (int) body.whole("days", USUAL_DAYS, 1, MOST_DAYS);
        body.refuseUnread();
        if (named.isEmpty() || problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        Instant until = clock.instant().minus(AlertHistory.DELAY);
        return Measured.answer(() -> described(
                named.get(), with.history().get().values(named.get(), until.minus(Duration.ofDays(days)), until)));
    }

    private static EdgeResponse described(ComparedCondition named, MetricSeries values) {
        Baseline baseline = Baseline.of(values);
        if (baseline.refusals().isEmpty()) {
            return EdgeResponse.json(200, json -> {
                json.writeStartObject();
                BaselineJson.write(json, named, values, baseline);
                json.writeEndObject();
            });
        }
        return Problem.of(422, "There is too little to make thresholds of", String.join(" ", baseline.refusals()))
                .response(json -> BaselineJson.write(json, named, values, baseline));
    }
}
