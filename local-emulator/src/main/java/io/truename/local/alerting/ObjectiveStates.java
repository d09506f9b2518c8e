// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

import com.google.monitoring.v3.ServiceLevelObjective;
import io.truename.alerting.query.QueryEngine;
import io.truename.alerting.series.SeriesSource;
import io.truename.alerting.slo.Objective;
import io.truename.catalog.Catalog;
import io.truename.catalog.SloSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Objectives with the rest of their budgets. */
final class ObjectiveStates {
    /**
     * State of an objective.
     *
     * @param compliance share of good events of the rolling period; null without events, as the others
     * @param budgetLeft part of the error budget that is left, negative if overspent
     */
    record State(
            String name,
            String description,
            double goal,
            long rollingSeconds,
            @Nullable Double compliance,
            @Nullable Double budgetLeft,
            List<Burn> burnRates,
            String runbook) {}

    /** Burn rates of a tier. */
    record Burn(String tier, String priority, double factor, Window longWindow, Window shortWindow, boolean burning) {}

    /** Burn rate of a window; null without events. */
    record Window(long seconds, @Nullable Double burnRate) {}

    private final Catalog catalog;
    private final Map<String, Objective> objectives = new LinkedHashMap<>();

    ObjectiveStates(Catalog catalog, SeriesSource source, List<ServiceLevelObjective> objectives) {
        this.catalog = catalog;
        QueryEngine engine = new QueryEngine(source);
        objectives.forEach(objective ->
                this.objectives.put(PolicyRun.lastPart(objective.getName()), new Objective(objective, engine)));
    }

    List<State> at(long time) {
        List<State> states = new ArrayList<>();
        objectives.forEach((name, objective) -> {
            SloSpec slo = catalog.slos().get(name);
            if (slo != null) {
                states.add(state(slo, objective, time));
            }
        });
        return states;
    }

    private static State state(SloSpec slo, Objective objective, long time) {
        OptionalDouble left = objective.budgetFraction(time);
        List<Burn> rates = new ArrayList<>();
        slo.tiers().forEach((tier, rate) -> {
            Window slow = window(objective, rate.longWindow(), time);
            Window quick = window(objective, rate.shortWindow(), time);
            rates.add(new Burn(
                    tier,
                    rate.priority().name(),
                    rate.factor(),
                    slow,
                    quick,
                    exceeds(slow, rate.factor()) && exceeds(quick, rate.factor())));
        });
        return new State(
                slo.name(),
                slo.description(),
                slo.goal(),
                slo.rolling().toSeconds(),
                left.isPresent() ? 1 - (1 - left.getAsDouble()) * (1 - slo.goal()) : null,
                number(left),
                rates,
                "terraform/runbooks/" + slo.name() + ".md");
    }

    private static boolean exceeds(Window window, double factor) {
        return window.burnRate() != null && window.burnRate() > factor;
    }

    private static Window window(Objective objective, Duration length, long time) {
        return new Window(length.toSeconds(), number(objective.burnRate(time, length.toMillis())));
    }

    private static @Nullable Double number(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }
}
