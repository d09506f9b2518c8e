// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import java.time.Duration;
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
        return compared(statistic(bound, metric, periodMillis), bound.side(), latest(threshold));
    }

    /**
     * Query of a bound with a hysteresis. It holds the duration itself, so that the one of the condition is zero.
     *
     * @param periodMillis between the points of the metric, and between evaluations
     */
    public static String query(Bound bound, Hysteresis hysteresis, String metric, long periodMillis, String threshold) {
        return held(
                statistic(bound, metric, periodMillis),
                bound.side(),
                latest(threshold),
                bound.lasting(),
                hysteresis,
                periodMillis);
    }

    /**
     * Query of any statistic with a hysteresis; the duration of the condition is zero.
     *
     * @param statistic query of the values, in parentheses if it has operators
     * @param threshold query of one series without labels that matter
     * @param lasting time for which the threshold must be violated, a multiple of the period
     */
    public static String held(
            String statistic, Side side, String threshold, Duration lasting, Hysteresis hysteresis, long periodMillis) {
        String violated = compared(statistic, side, threshold);
        String nearer = String.format(Locale.ROOT, "(%s * %s)", Double.toString(hysteresis.nearerBy(side)), threshold);
        long quiet = Math.max(periodMillis, hysteresis.quiet(lasting).toMillis());
        long evaluations = lasting.toMillis() / periodMillis + 1;
        // Prometheus 3 reads a range without its begin, older ones with it: hence not equal.
        String fulfilled = lasting.isZero()
                ? violated
                : counted(violated, lasting.toMillis() + periodMillis, periodMillis) + " >= " + evaluations;
        return counted(compared(statistic, side, nearer), quiet, periodMillis) + " > 0 and "
                + counted(fulfilled, Math.max(periodMillis, hysteresis.hold().toMillis()), periodMillis) + " > 0";
    }

    private static String counted(String query, long range, long step) {
        return "count_over_time((" + query + ")[" + seconds(range) + ":" + seconds(step) + "])";
    }

    private static String compared(String statistic, Side side, String threshold) {
        return statistic + " " + side.operator() + " on() group_left() " + threshold;
    }

    private static String latest(String threshold) {
        return "last_over_time(" + threshold + "[3h])";
    }

    private static String statistic(Bound bound, String metric, long periodMillis) {
        long window = Math.max(periodMillis, bound.window().toMillis());
        // An instant selector would read a value that is minutes old where there is none.
        return window == periodMillis
                ? "last_over_time(" + metric + "[" + seconds(window) + "])"
                : String.format(
                        Locale.ROOT, "quantile_over_time(%s, %s[%s])", bound.quantile(), metric, seconds(window));
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
