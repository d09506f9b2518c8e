// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import java.util.Locale;

/** Bounds as queries that Cloud Monitoring evaluates: a trailing quantile against the latest point of a published threshold. */
public final class PromqlForm {
    private static final double SECOND = 1_000;

    private PromqlForm() {}

    /**
     * Query of a bound. It gives a series for each of the metric's that violates the bound now; the policy's duration is
     * {@link Bound#lasting}.
     *
     * @param metric selector of the metric
     * @param periodMillis between its points
     * @param threshold selector of the one series that has the bound's threshold, published every hour
     */
    public static String query(Bound bound, String metric, long periodMillis, String threshold) {
        long window = Math.max(periodMillis, bound.window().toMillis());
        // An instant selector would read a value that is minutes old where there is none.
        String statistic = window == periodMillis
                ? "last_over_time(" + metric + "[" + seconds(window) + "])"
                : String.format(
                        Locale.ROOT, "quantile_over_time(%s, %s[%s])", bound.quantile(), metric, seconds(window));
        return statistic + " " + bound.side().operator() + " on() group_left() last_over_time(" + threshold + "[3h])";
    }

    private static String seconds(long millis) {
        return Math.round(millis / SECOND) + "s";
    }
}
