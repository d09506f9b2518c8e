// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import java.time.Duration;
import java.util.List;

/**
 * Stands for thresholds that somebody types and never changes: the mean of the values there were when it was typed, times a factor.
 * "A baseline and a half more" of the catalog's latency alerts is the factor 1.5, for ten minutes.
 *
 * @param name of the candidate
 * @param factor more than 0
 * @param typedAt time up to which values were known when it was typed, in milliseconds since 1970
 * @param lasting time for which the threshold must be violated
 */
public record TypedThreshold(String name, double factor, long typedAt, Duration lasting) implements Candidate {
    @Override
    public FittedPolicy fit(Past past) {
        double[] known = past.series().part(0, past.series().slotFrom(typedAt)).present();
        double mean = java.util.Arrays.stream(known).average().orElse(Double.NaN);
        return new FittedPolicy(
                name,
                past.series().end(),
                List.of(Bound.ofValues(Side.ABOVE, WeeklyThreshold.constant(factor * mean), lasting)));
    }
}
