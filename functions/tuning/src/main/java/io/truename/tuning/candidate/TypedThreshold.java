// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Stands for thresholds that somebody types and never changes: the mean of the values there were when it was typed, times a factor.
 * "A baseline and a half more" of the catalog's latency alerts is the factor 1.5, for ten minutes.
 *
 * @param name of the candidate
 * @param factor more than 0
 * @param lasting time for which the threshold must be violated
 */
public record TypedThreshold(String name, double factor, Duration lasting) implements Candidate {
    @Override
    public FittedPolicy fit(Past past) {
        double mean = Arrays.stream(past.present()).average().orElse(Double.NaN);
        Bound bound = Bound.ofValues(Side.ABOVE, WeeklyThreshold.constant(factor * mean), lasting);
        return new FittedPolicy(name, past.series().end(), List.of(bound));
    }

    @Override
    public FittedPolicy refit(Past past, FittedPolicy previous) {
        return previous;
    }
}
