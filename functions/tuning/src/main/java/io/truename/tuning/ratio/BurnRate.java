// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.ratio;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How fast the error budget of an objective burns, after The Site Reliability Workbook, chapter 5: errors by requests, by the share that
 * the objective allows. 1 spends the budget in its period.
 *
 * @param goal share of good requests, between 0 and 1, such as 0.9995
 * @param burn that an alert fires above, more than 0
 * @param window that it is measured over
 */
public record BurnRate(double goal, double burn, Duration window) {
    /** Fewest errors that a ratio says anything by. */
    public static final long FEWEST_ERRORS = 5;

    private static final double PERCENT = 100;

    public BurnRate {
        if (!(goal > 0 && goal < 1 && burn > 0) || window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException("goal, burn, window: goal between 0 and 1, the others more than 0");
        }
    }

    /** Largest burn rate that there is, with all requests failing: 2000 at 99.95 %, 20 at 95 %. */
    public static double largest(double goal) {
        return 1 / (1 - goal);
    }

    /** Share of errors at which the alert fires. */
    public double errorRatio() {
        return burn * (1 - goal);
    }

    /** Requests that a window needs for {@link #FEWEST_ERRORS} at the threshold. */
    public long requestsNeeded() {
        return (long) Math.ceil(FEWEST_ERRORS / errorRatio());
    }

    /**
     * Time from the first error to the alert.
     *
     * @param errors share of requests that fail from then on, up to 1
     */
    public Optional<Duration> timeToFire(double errors) {
        return errors > errorRatio()
                ? Optional.of(Duration.ofMillis(Math.round(window.toMillis() * errorRatio() / errors)))
                : Optional.empty();
    }

    /**
     * Reason why the alert cannot work; none if it can.
     *
     * @param requests usual number in a window
     */
    public Optional<String> infeasible(long requests) {
        if (errorRatio() >= 1) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "A burn rate of %.1f cannot be reached: with all requests failing it is %.1f.",
                    burn,
                    largest(goal)));
        }
        if (requests < requestsNeeded()) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "At the threshold of %.2f %% errors, %d requests have fewer than %d errors; it takes %d requests.",
                    PERCENT * errorRatio(),
                    requests,
                    FEWEST_ERRORS,
                    requestsNeeded()));
        }
        return Optional.empty();
    }
}
