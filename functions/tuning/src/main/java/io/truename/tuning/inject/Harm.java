// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.inject;

import io.truename.tuning.candidate.Side;
import java.util.OptionalDouble;

/**
 * How an incident hurts a metric.
 *
 * @param worse side that is bad: kinds that make values larger make them smaller below
 * @param points of a share that an incident of size 1 adds or takes, within 0 and 1; none for a metric that varies in ratios
 */
public record Harm(Side worse, OptionalDouble points) {
    /** Larger by ratios. */
    public static final Harm LARGER = new Harm(Side.ABOVE, OptionalDouble.empty());

    /** Harm by ratios, on a side. */
    public static Harm on(Side worse) {
        return new Harm(worse, OptionalDouble.empty());
    }

    /** Harm to a share: a share of no errors has no ratio. */
    public static Harm ofShare(Side worse, double points) {
        return new Harm(worse, OptionalDouble.of(points));
    }
}
