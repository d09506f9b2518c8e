// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.slo;

import com.google.monitoring.v3.ServiceLevelIndicator;
import com.google.monitoring.v3.ServiceLevelObjective;
import io.truename.alerting.query.QueryEngine;
import io.truename.alerting.series.MonitoringException;
import java.time.Duration;
import java.util.OptionalDouble;

/** A service level objective: how fast its error budget burns, and how much of it is left. */
public final class Objective {
    private static final double HIGHEST_GOAL = 0.9999;
    private static final Duration LONGEST = Duration.ofDays(30);

    private final ServiceLevelObjective proto;
    private final Indicator indicator;

    /**
     * Prepares an objective.
     *
     * @throws MonitoringException if the API would refuse it, or it is of a kind that is not computed here
     */
    public Objective(ServiceLevelObjective proto, QueryEngine engine) {
        if (!(proto.getGoal() > 0 && proto.getGoal() <= HIGHEST_GOAL)) {
            throw MonitoringException.invalid("goal must be above 0, and " + HIGHEST_GOAL + " at most.");
        }
        long seconds = proto.getRollingPeriod().getSeconds();
        if (proto.hasRollingPeriod() && (seconds < Duration.ofDays(1).toSeconds() || seconds > LONGEST.toSeconds())) {
            throw MonitoringException.invalid("rolling_period must be 86400s (1 day) to 2592000s (30 days).");
        }
        this.proto = proto;
        ServiceLevelIndicator stated = proto.getServiceLevelIndicator();
        this.indicator = HourlyTally.of(Indicator.of(stated, new EventReader(engine)), period(stated));
    }

    private static long period(ServiceLevelIndicator indicator) {
        return indicator.hasWindowsBased()
                ? indicator.getWindowsBased().getWindowPeriod().getSeconds() * 1000
                : Duration.ofMinutes(1).toMillis();
    }

    /**
     * Returns the share of bad events of some time, divided by the share that the goal allows; empty without events.
     *
     * @param end milliseconds since 1970
     * @param length milliseconds
     */
    public OptionalDouble burnRate(long end, long length) {
        return burnRate(tally(end, length));
    }

    /** Returns the same of events that were counted before, so that a long time can be counted in parts. */
    public OptionalDouble burnRate(Tally tally) {
        return tally.total() <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((1 - tally.good() / tally.total()) / (1 - proto.getGoal()));
    }

    /**
     * Counts the events of some time.
     *
     * @param end milliseconds since 1970; a window counts if it ends by then
     * @param length milliseconds
     */
    public Tally tally(long end, long length) {
        return indicator.tally(end, length);
    }

    /** Returns the part of the error budget that is left of the rolling period; negative if it is overspent. */
    public OptionalDouble budgetFraction(long end) {
        if (!proto.hasRollingPeriod()) {
            throw MonitoringException.invalid(
                    "Budgets of calendar periods are not computed here. Give the objective a rolling_period.");
        }
        OptionalDouble spent = burnRate(end, proto.getRollingPeriod().getSeconds() * 1000);
        return spent.isEmpty() ? spent : OptionalDouble.of(1 - spent.getAsDouble());
    }
}
