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

    /** Query of an absence; a metric without any series is absent, too. */
    public static String absent(Silence silence, String metric) {
        return "absent_over_time(" + metric + "[" + seconds(silence.absent().toMillis()) + "])";
    }

    /** Query of a metric that repeats itself, with values in half of its periods. */
    public static String flat(Silence silence, String metric, long periodMillis) {
        long flat = silence.flat().toMillis();
        String range = metric + "[" + seconds(flat) + "]";
        double half = Math.max(1, Math.round((double) flat / periodMillis)) / 2.0;
        return "max_over_time(" + range + ") == min_over_time(" + range + ") and count_over_time(" + range + ") > "
                + half;
    }

    private static String seconds(long millis) {
        return Math.round(millis / SECOND) + "s";
    }
}
