// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import io.truename.tuning.baseline.Robust;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Median and k median absolute deviations of all past values, each deviation times 1.4826, so that it is the standard deviation of
 * normal values (Hampel's identifier).
 *
 * @param name of the candidate
 * @param deviations k, more than 0
 * @param lasting time for which the threshold must be violated
 * @param sides on which values violate
 */
public record MedianDeviation(String name, double deviations, Duration lasting, List<Side> sides) implements Candidate {
    public MedianDeviation {
        sides = List.copyOf(sides);
        if (!(deviations > 0)) {
            throw new IllegalArgumentException("deviations: more than 0");
        }
    }

    @Override
    public FittedPolicy fit(Past past) {
        double[] values = past.present();
        if (values.length == 0) {
            return new FittedPolicy(name, past.series().end(), List.of());
        }
        double median = Robust.median(values);
        double scale = Robust.deviation(values, median);
        List<Bound> bounds = new ArrayList<>();
        for (Side side : sides) {
            double threshold = median + side.sign() * deviations * scale;
            bounds.add(Bound.ofValues(side, WeeklyThreshold.constant(threshold), lasting));
        }
        return new FittedPolicy(name, past.series().end(), bounds);
    }
}
