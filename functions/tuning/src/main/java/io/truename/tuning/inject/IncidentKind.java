// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.inject;

import java.time.Duration;
import java.util.Random;

/**
 * A way in which a metric goes wrong. A size s makes a value 1 + s times as large at its worst, so that the noise of the metric stays
 * on the incident; bursts are added to it, losses divide it. A metric with negative values has no ratios: s times its median absolute
 * value is added or subtracted instead.
 */
public enum IncidentKind {
    /** Larger at once, until it ends. */
    STEP(Duration.ofHours(1), false),
    /** Much larger for a moment. */
    SPIKE(Duration.ofMinutes(5), false),
    /** Smaller at once, as traffic is when clients cannot reach a service. */
    TRAFFIC_LOSS(Duration.ofHours(1), false),
    /** Grows evenly to its full size at the end. */
    RAMP(Duration.ofHours(1), true),
    /** Larger in seven of ten periods, by chance. */
    INTERMITTENT(Duration.ofHours(1), true),
    /** Half of the periods have an addition of the same size, whatever the value was. */
    ERROR_BURST(Duration.ofMinutes(30), true),
    /** A step in one of three instances, of whose values the metric is the mean. */
    ONE_OF_THREE(Duration.ofHours(1), true),
    /** Grows evenly for a day, as memory does. */
    LEAK(Duration.ofDays(1), true),
    /** Grows evenly for three days. */
    SLOW_DRIFT(Duration.ofDays(3), true),
    /** Repeats its last value. Has no size. */
    FLAT_LINE(Duration.ofHours(2), true),
    /** Has no values. Has no size. */
    MISSING_DATA(Duration.ofHours(1), true);

    private static final double DUTY = 0.7;
    private static final double BURSTS = 0.5;
    private static final double INSTANCES = 3;

    private final Duration length;
    private final boolean heldBack;

    IncidentKind(Duration length, boolean heldBack) {
        this.length = length;
        this.heldBack = heldBack;
    }

    /** Time from its first value to its end. */
    public Duration length() {
        return length;
    }

    /** Whether no policy is chosen by how it finds this kind: the honest test of one that was chosen by others. */
    public boolean heldBack() {
        return heldBack;
    }

    /** Whether a size changes it. */
    public boolean hasSize() {
        return this != FLAT_LINE && this != MISSING_DATA;
    }

    /** Whether it makes values larger. */
    public boolean grows() {
        return hasSize() && this != TRAFFIC_LOSS;
    }

    /**
     * A value during the incident.
     *
     * @param value without the incident
     * @param progress share of the incident that is over at the end of the period, above 0 and up to 1
     * @param size more than 0
     * @param scale of the metric
     * @param last value before the incident
     */
    double during(double value, double progress, double size, Scale scale, double last, Random random) {
        return switch (this) {
            case STEP, SPIKE -> scale.larger(value, size);
            case TRAFFIC_LOSS -> scale.smaller(value, size);
            case RAMP, LEAK, SLOW_DRIFT -> scale.larger(value, size * progress);
            case INTERMITTENT -> random.nextDouble() < DUTY ? scale.larger(value, size) : value;
            case ERROR_BURST -> random.nextDouble() < BURSTS ? value + size * scale.usual() : value;
            case ONE_OF_THREE -> scale.larger(value, size / INSTANCES);
            case FLAT_LINE -> last;
            case MISSING_DATA -> Double.NaN;
        };
    }

    /**
     * Scale of a metric.
     *
     * @param usual median absolute value
     * @param signed whether some values are negative
     */
    record Scale(double usual, boolean signed) {
        double larger(double value, double size) {
            return signed ? value + size * usual : value * (1 + size);
        }

        double smaller(double value, double size) {
            return signed ? value - size * usual : value / (1 + size);
        }
    }
}
