// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

import io.truename.tuning.candidate.Candidate;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.Past;
import io.truename.tuning.series.MetricSeries;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Runs through a series as time does: fits a candidate to the past, evaluates the policy until the next fit, fits again.
 *
 * @param every time between fits
 * @param memory longest past that a fit reads; six weeks, as Cloud Monitoring keeps points of a minute
 */
public record WalkForward(Duration every, Duration memory) {
    /** As the tuner runs: daily. */
    public static final WalkForward DAILY = new WalkForward(Duration.ofDays(1), Duration.ofDays(42));

    /**
     * Whether the policy of the time fires at each slot; never before {@code first}.
     *
     * @param first slot of the first fit, which reads the slots before it
     */
    public boolean[] firing(Candidate candidate, MetricSeries series, int first) {
        boolean[] firing = new boolean[series.size()];
        int step = series.slotsIn(every.toMillis());
        @Nullable FittedPolicy policy = null;
        for (int from = first; from < series.size(); from += step) {
            Past past = new Past(series.part(0, from).latest(memory.toMillis()));
            policy = policy == null ? candidate.fit(past) : candidate.refit(past, policy);
            int end = Math.min(series.size(), from + step);
            boolean[] part = Replay.firing(policy, series.part(0, end), from);
            System.arraycopy(part, 0, firing, from, part.length);
        }
        return firing;
    }
}
