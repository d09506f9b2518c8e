// SPDX-License-Identifier: Apache-2.0
package io.truename.history;

import com.google.monitoring.v3.AlertPolicy;
import io.truename.alerting.policy.Incident;
import io.truename.alerting.policy.PolicyEvaluator;
import io.truename.alerting.policy.QueryEvaluator;
import io.truename.alerting.policy.SeriesState;
import io.truename.alerting.promql.PromqlEngine;
import io.truename.catalog.AlertSpec;
import io.truename.catalog.Catalog;
import io.truename.monitoring.MetricArchive;
import io.truename.observability.policy.AlertPolicies;
import io.truename.observability.policy.ConditionValues;
import io.truename.tuning.series.MetricSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Past of the catalog's alerts. The points come from Cloud Monitoring, the values and openings from the engine that evaluates alerts
 * in the local cloud, each minute: a threshold that is made of the values means the same there. Thread-safe.
 */
public final class AlertHistory {
    /** How late points may be: newer times are not read. */
    public static final Duration DELAY = Duration.ofMinutes(10);

    /** Distance of evaluations. */
    public static final Duration PERIOD = Duration.ofMinutes(1);

    /** How far back a query looks at most: a day by offset, and an hour by range. */
    private static final Duration LOOK_BACK = Duration.ofHours(25);

    private static final String THRESHOLDS = "custom.googleapis.com/truename/tune/threshold";

    private final Catalog catalog;
    private final List<AlertPolicy> policies;
    private final MetricArchive archive;

    public AlertHistory(Catalog catalog, String project, MetricArchive archive) {
        this.catalog = catalog;
        this.policies = AlertPolicies.of(catalog, project, runbook -> "");
        this.archive = archive;
    }

    /**
     * Opening of an alert, from {@code opened} until {@code closed}, in milliseconds since 1970.
     *
     * @param closed the end of the replay for one that was still open then
     */
    public record Opening(long opened, long closed) {}

    /**
     * Reads the values that a condition compared, one a minute. Of several series the worst counts: the largest where values above a
     * threshold alert, the smallest otherwise.
     *
     * @return from {@code from} on, a full minute, to {@code until}; a minute without a value has none
     * @throws io.truename.monitoring.MetricReadException if the points cannot be read; the message says what helps
     */
    public MetricSeries values(ComparedCondition condition, Instant from, Instant until) {
        AlertPolicy policy = policy(condition.alert().name());
        int place = place(policy, condition.name());
        AlertPolicy alone = policy.toBuilder()
                .clearConditions()
                .addConditions(policy.getConditions(place))
                .build();
        boolean above = condition.bound().above();
        long start = start(from);
        WeeklySeries source = source(types(condition.condition()), start, until);
        PolicyEvaluator reader = new ConditionValues(catalog, source, List.of()).reader(alone);
        double[] values = new double[minutes(start, until)];
        Arrays.fill(values, Double.NaN);
        for (int minute = 0; minute < values.length; minute++) {
            source.reach(start + minute * PERIOD.toMillis());
            for (SeriesState state :
                    reader.evaluate(start + minute * PERIOD.toMillis()).series().get(0)) {
                if (state.value().isPresent() && Double.isFinite(state.value().getAsDouble())) {
                    values[minute] = worse(values[minute], state.value().getAsDouble(), above);
                }
            }
        }
        return MetricSeries.of(start, PERIOD.toMillis(), values);
    }

    /**
     * Share of counted events, one a minute, with the number of events that it is of. Of several series the worst counts, and of
     * those that are equally bad the one with the fewest events.
     *
     * @param shares from 0 to 1; a minute without events has none
     * @param totals events of each share
     */
    public record Counted(MetricSeries shares, MetricSeries totals) {}

    /**
     * Counts the events that a condition compares a share of. A minute in which none of them was of the share's kind has the share 0,
     * where the condition's query answers nothing.
     *
     * @return empty if the condition's share is not counted, or nothing was
     * @throws io.truename.monitoring.MetricReadException as {@link #values}
     */
    public Optional<Counted> counted(ComparedCondition condition, Instant from, Instant until) {
        Optional<AlertSpec.Counts> counts = condition.counts();
        if (counts.isEmpty()) {
            return Optional.empty();
        }
        String part = counts.get().part();
        String total = counts.get().total();
        Set<String> types = new LinkedHashSet<>(QueriedTypes.of(catalog, part));
        types.addAll(QueriedTypes.of(catalog, total));
        long start = start(from);
        WeeklySeries source = source(types, start, until);
        PromqlEngine engine = new PromqlEngine(source);
        double[] shares = new double[minutes(start, until)];
        double[] totals = new double[shares.length];
        Arrays.fill(shares, Double.NaN);
        Arrays.fill(totals, Double.NaN);
        boolean above = condition.bound().above();
        boolean any = false;
        for (int minute = 0; minute < shares.length; minute++) {
            long time = start + minute * PERIOD.toMillis();
            source.reach(time);
            Map<Map<String, String>, Double> parts = engine.evaluate(part, time).stream()
                    .collect(Collectors.toMap(QueryEvaluator.Value::labels, QueryEvaluator.Value::value));
            for (QueryEvaluator.Value all : engine.evaluate(total, time)) {
                // Rates are extrapolated to the window, so that of few events there can be a fraction.
                if (all.value() > 0 && Double.isFinite(all.value())) {
                    double share = Math.min(1, Math.max(0, parts.getOrDefault(all.labels(), 0.0) / all.value()));
                    boolean fewer = share == shares[minute] && all.value() < totals[minute];
                    if (fewer || worse(shares[minute], share, above) != shares[minute]) {
                        shares[minute] = share;
                        totals[minute] = all.value();
                    }
                    any = true;
                }
            }
        }
        return any
                ? Optional.of(new Counted(
                        MetricSeries.of(start, PERIOD.toMillis(), shares),
                        MetricSeries.of(start, PERIOD.toMillis(), totals)))
                : Optional.empty();
    }

    private static double worse(double one, double other, boolean above) {
        return Double.isNaN(one) ? other : above ? Math.max(one, other) : Math.min(one, other);
    }

    /**
     * Replays an alert's policy as it was evaluated live: its openings between two times, in order. Those of several series that overlap
     * are one.
     *
     * @throws io.truename.monitoring.MetricReadException as {@link #values}
     */
    public List<Opening> openings(AlertSpec alert, Instant from, Instant until) {
        Set<String> types = new LinkedHashSet<>(Set.of(THRESHOLDS));
        alert.conditions().values().forEach(condition -> types.addAll(types(condition)));
        long start = start(from);
        WeeklySeries source = source(types, start, until);
        PolicyEvaluator evaluator =
                new PolicyEvaluator(policy(alert.name()), source, new PromqlEngine(source), List.of());
        int minutes = minutes(start, until);
        List<Opening> openings = new ArrayList<>();
        long opened = Long.MIN_VALUE;
        for (int minute = 0; minute < minutes; minute++) {
            long time = start + minute * PERIOD.toMillis();
            source.reach(time);
            List<Incident> open = evaluator.evaluate(time).open();
            if (!open.isEmpty() && opened == Long.MIN_VALUE) {
                opened = time;
            } else if (open.isEmpty() && opened != Long.MIN_VALUE) {
                openings.add(new Opening(opened, time));
                opened = Long.MIN_VALUE;
            }
        }
        if (opened != Long.MIN_VALUE) {
            openings.add(new Opening(opened, until.toEpochMilli()));
        }
        return List.copyOf(openings);
    }

    private static long start(Instant from) {
        long period = PERIOD.toMillis();
        return Math.floorDiv(from.toEpochMilli() + period - 1, period) * period;
    }

    private static int minutes(long start, Instant until) {
        return (int) Math.max(0, (until.toEpochMilli() - start) / PERIOD.toMillis() + 1);
    }

    private WeeklySeries source(Set<String> types, long start, Instant until) {
        WeeklySeries source = new WeeklySeries(archive, types, LOOK_BACK, until);
        source.reach(start);
        return source;
    }

    private Set<String> types(AlertSpec.Condition condition) {
        if (condition instanceof AlertSpec.Condition.Threshold threshold) {
            return Set.of(threshold.series().metric().type());
        }
        if (condition instanceof AlertSpec.Condition.Absent absent) {
            return Set.of(absent.series().metric().type());
        }
        return QueriedTypes.of(catalog, ((AlertSpec.Condition.Query) condition).query());
    }

    private AlertPolicy policy(String alert) {
        return policies.stream()
                .filter(policy -> policy.getName().endsWith("/" + alert))
                .findFirst()
                .orElseThrow();
    }

    private static int place(AlertPolicy policy, String condition) {
        for (int i = 0; i < policy.getConditionsCount(); i++) {
            if (policy.getConditions(i).getName().endsWith("/" + condition)) {
                return i;
            }
        }
        throw new IllegalArgumentException("condition: none is named " + condition);
    }
}
