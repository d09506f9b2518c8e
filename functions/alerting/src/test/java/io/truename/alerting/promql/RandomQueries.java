// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import java.util.Random;

/**
 * Queries of random functions, aggregations, operators and subqueries over the series of {@link PromqlPrometheusIT}.
 *
 * <p>Ranges are odd multiples of ten seconds, so that none starts on a point. Steps such as {@code round} and {@code topk} stand on plain
 * metrics only: a difference in the last digit of their argument would become a large one. So do {@code stddev} and {@code stdvar},
 * which Prometheus 2 takes of one NaN as 0, and Prometheus 3 as NaN.
 */
final class RandomQueries {
    private static final String[] RANGES = {"[50s]", "[70s]", "[130s]", "[310s]", "[590s]"};
    private static final String[] OVER_TIME = {
        "rate",
        "increase",
        "delta",
        "irate",
        "idelta",
        "deriv",
        "min_over_time",
        "max_over_time",
        "avg_over_time",
        "sum_over_time",
        "count_over_time",
        "last_over_time",
        "stddev_over_time",
        "stdvar_over_time",
        "present_over_time"
    };
    private static final String[] OF_ONE = {"abs", "sgn", "ln", "log2", "log10", "sqrt", "sort"};
    private static final String[] AGGREGATIONS = {"sum", "min", "max", "avg", "count", "group"};
    private static final String[] GROUPINGS = {"", " by (zone)", " without (zone)", " by (none)"};
    private static final String[] ARITHMETIC = {"+", "-", "*", "/", ">", "<=", "!=", "> bool", "<= bool"};
    private static final String[] MATCHED = {"and on (zone)", "or", "unless on (zone)", "- on (zone)", "/ on (zone)"};

    private final Random random;

    RandomQueries(long seed) {
        random = new Random(seed);
    }

    private String of(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    String vector(int depth) {
        if (depth == 0) {
            return plain() + of("", "", " offset 3m", " @ 1003");
        }
        return switch (random.nextInt(8)) {
            case 0 -> steep();
            case 1 -> of(OVER_TIME) + "(" + range(depth) + ")";
            case 2 ->
                of("quantile_over_time(0.37, ", "quantile_over_time(1.5, ") + range(depth)
                        + ")"
                        + of("", " + predict_linear(" + range(depth) + ", 90)");
            case 3 -> of(OF_ONE) + "(" + vector(depth - 1) + ")";
            case 4 -> of(AGGREGATIONS) + of(GROUPINGS) + " (" + vector(depth - 1) + ")";
            case 5 -> "(" + vector(depth - 1) + " " + of(ARITHMETIC) + " " + of("17.3", "-2", "0.5", "time()") + ")";
            case 6 -> "(" + vector(depth - 1) + " " + of(MATCHED) + " " + vector(depth - 1) + ")";
            default ->
                of(
                        "clamp_min(" + vector(depth - 1) + ", 10)",
                        "clamp(" + vector(depth - 1) + ", -3, 33)",
                        "-" + vector(depth - 1),
                        "quantile(0.4, " + vector(depth - 1) + ")",
                        "label_replace(" + vector(depth - 1) + ", \"zone\", \"w$1\", \"zone\", \"(.).*\")",
                        "vector(scalar(" + vector(depth - 1) + "))",
                        "absent(" + vector(depth - 1) + ")");
        };
    }

    private String plain() {
        return of("g", "c", "g{zone!=\"y\"}", "c{zone=~\"x|z\"}", "g{zone=\"x\"}", "c{zone=\"none\"}");
    }

    private String steep() {
        return of(
                "round(g, 5)",
                "round(c / 7)",
                "floor(g)",
                "ceil(g)",
                "g % 7",
                "topk(2, g)",
                "stdvar(g)",
                "stddev without (zone) (c)",
                "bottomk by (zone) (1, c)",
                "count_values(\"times\", round(c, 50))",
                "changes(c[590s])",
                "resets(c[590s])",
                "changes(round(g, 50)[590s:20s])",
                "timestamp(g offset 1m)",
                "hour(g * 5e3)",
                "day_of_week(c * 1e4)",
                "histogram_quantile(0.8, rate(b[310s]))",
                "absent_over_time(c{zone=\"none\"}[70s])");
    }

    private String range(int depth) {
        return random.nextInt(3) > 0
                ? plain() + of(RANGES) + of("", " offset 1m")
                : "(" + vector(depth - 1) + ")" + of("[130s:20s]", "[310s:40s]", "[590s:]", "[250s:60s] offset 2m");
    }
}
