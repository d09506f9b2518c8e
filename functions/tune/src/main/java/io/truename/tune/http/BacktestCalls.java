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
import io.truename.postgres.tuning.ThresholdStore;
import io.truename.tuning.backtest.BacktestReport;
import io.truename.tuning.backtest.Replay;
import io.truename.tuning.backtest.TimeWindow;
import io.truename.tuning.backtest.WalkForward;
import io.truename.tuning.candidate.Bound;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.Side;
import io.truename.tuning.candidate.WeeklyThreshold;
import io.truename.tuning.series.MetricSeries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code POST /backtests}: backtest of a policy on a series with known incidents. */
final class BacktestCalls {
    private static final int MOST_INCIDENTS = 1_000;
    /** Part of a series that a policy is first made from, as the workbench's backtest does. */
    private static final double FITTED_FIRST = 0.15;

    private final Supplier<Catalog> catalog;
    private final Clock clock;

    BacktestCalls(Supplier<Catalog> catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    EdgeResponse run(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        Optional<SeriesFields.Asked> series = SeriesFields.read(body, catalog.get());
        Optional<PolicyFields.Asked> policy = PolicyFields.read(body, catalog.get());
        List<TimeWindow> incidents = incidents(body);
        body.refuseUnread();
        if (series.isEmpty() || policy.isEmpty() || problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        return Measured.answer(() -> tested(with, series.get(), policy.get(), incidents));
    }

    private static List<TimeWindow> incidents(JsonBody body) {
        List<TimeWindow> incidents = new ArrayList<>();
        if (!body.has("incidents")) {
            return incidents;
        }
        for (JsonBody item : body.objects("incidents", MOST_INCIDENTS, "incidents")) {
            Optional<Long> from = SeriesFields.moment(item, "from");
            Optional<Long> until = SeriesFields.moment(item, "until");
            item.refuseUnread();
            if (from.isPresent() && until.isPresent()) {
                if (until.get() < from.get()) {
                    item.problem("until", "must not be before from", "an earlier time");
                } else {
                    incidents.add(new TimeWindow(from.get(), until.get()));
                }
            }
        }
        return incidents;
    }

    private EdgeResponse tested(
            Services with, SeriesFields.Asked asked, PolicyFields.Asked policy, List<TimeWindow> incidents) {
        MetricSeries series = series(with, asked);
        int first = 0;
        boolean[] firing;
        if (policy instanceof PolicyFields.Asked.Made made) {
            first = (int) (FITTED_FIRST * series.size());
            firing = WalkForward.DAILY.firing(made.candidate(), series, first);
        } else {
            firing = Replay.firing(fixed(with, policy), series, 0);
        }
        int judgedFrom = first;
        BacktestReport report = BacktestReport.of(series, firing, first, incidents);
        return EdgeResponse.json(200, json -> BacktestJson.write(json, series, judgedFrom, report));
    }

    private MetricSeries series(Services with, SeriesFields.Asked asked) {
        if (asked instanceof SeriesFields.Asked.OfAlert named) {
            Instant until = clock.instant().minus(AlertHistory.DELAY);
            return with.history().get().values(named.condition(), until.minus(Duration.ofDays(named.days())), until);
        }
        return ((SeriesFields.Asked.Given) asked).series();
    }

    private static FittedPolicy fixed(Services with, PolicyFields.Asked policy) {
        if (policy instanceof PolicyFields.Asked.Fixed fixed) {
            return fixed.policy();
        }
        return today(with, ((PolicyFields.Asked.Today) policy).condition());
    }

    /** The threshold in force, or the catalog's. */
    private static FittedPolicy today(Services with, ComparedCondition condition) {
        List<Double> hours = with.database().with(with.thresholds()::inForce).stream()
                .map(ThresholdStore.Stored::threshold)
                .filter(threshold -> threshold.alert().equals(condition.alert().name())
                        && threshold.condition().equals(condition.name())
                        && threshold.severity().equals(condition.alert().tier()))
                .map(ThresholdStore.Threshold::hours)
                .findFirst()
                .orElse(List.of(condition.bound().value()));
        Bound bound = Bound.ofValues(
                condition.bound().above() ? Side.ABOVE : Side.BELOW,
                WeeklyThreshold.ofNumbers(hours),
                condition.condition().lasting());
        return new FittedPolicy("today", 0, List.of(bound));
    }
}
