// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * Mean and k standard deviations of all past values (Shewhart's control chart).
 *
 * @param name of the candidate
 * @param sigmas k, more than 0
 * @param lasting time for which the threshold must be violated
 * @param sides on which values violate
 */
public record MeanSigma(String name, double sigmas, Duration lasting, List<Side> sides) implements Candidate {
    public MeanSigma {
        sides = List.copyOf(sides);
        if (!(sigmas > 0)) {
            throw new IllegalArgumentException("sigmas: more than 0");
        }
    }

    @Override
    public FittedPolicy fit(Past past) {
        SummaryStatistics statistics = new SummaryStatistics();
        for (double value : past.present()) {
            statistics.addValue(value);
        }
        if (statistics.getN() < 2) {
            return new FittedPolicy(name, past.series().end(), List.of());
        }
        List<Bound> bounds = new ArrayList<>();
        for (Side side : sides) {
            double threshold = statistics.getMean() + side.sign() * sigmas * statistics.getStandardDeviation();
            bounds.add(Bound.ofValues(side, WeeklyThreshold.constant(threshold), lasting));
        }
        return new FittedPolicy(name, past.series().end(), bounds);
    }
}
