// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

import com.google.monitoring.v3.Aggregation;
import com.google.monitoring.v3.Aggregation.Aligner;
import com.google.monitoring.v3.Aggregation.Reducer;
import io.truename.alerting.series.MonitoringException;
import java.time.Duration;

/**
 * Question for time series: which, from when to when (milliseconds since 1970), and how to aggregate them, twice if wanted.
 */
public record MetricQuery(Filter filter, long start, long end, Aggregation first, Aggregation second) {
    private static final Duration SHORTEST = Duration.ofSeconds(60);
    private static final Duration LONGEST_KEPT = Duration.ofDays(730);
    private static final Duration LONGEST = Duration.ofDays(104 * 7);

    public MetricQuery {
        if (start > end) {
            throw MonitoringException.invalid("interval.start_time is after interval.end_time.");
        }
        check("aggregation", first);
        check("secondary_aggregation", second);
        if (!isNone(second) && isNone(first)) {
            throw MonitoringException.invalid("secondary_aggregation needs an aggregation before it.");
        }
    }

    /** Returns whether points stay as they are. */
    static boolean isNone(Aggregation aggregation) {
        return aggregation.getPerSeriesAligner() == Aligner.ALIGN_NONE;
    }

    /** Returns the alignment windows of an aggregation; none before points that are kept. */
    Grid grid(Aggregation aggregation) {
        return Grid.of(
                Math.max(start, end - LONGEST_KEPT.toMillis()),
                end,
                aggregation.getAlignmentPeriod().getSeconds() * 1000);
    }

    private static void check(String name, Aggregation aggregation) {
        if (isNone(aggregation)) {
            require(
                    aggregation.getCrossSeriesReducer() == Reducer.REDUCE_NONE,
                    name + ".per_series_aligner must be set before series can be reduced.");
            return;
        }
        require(
                aggregation.getAlignmentPeriod().getNanos() == 0,
                name + ".alignment_period must be a whole number of seconds.");
        long seconds = aggregation.getAlignmentPeriod().getSeconds();
        require(
                seconds >= SHORTEST.toSeconds(),
                name + ".alignment_period must be " + SHORTEST.toSeconds() + " s at least; it is " + seconds + " s.");
        require(seconds <= LONGEST.toSeconds(), name + ".alignment_period must be 104 weeks at most.");
        if (aggregation.getCrossSeriesReducer() != Reducer.REDUCE_NONE) {
            aggregation.getGroupByFieldsList().forEach(Field::parse);
        }
    }

    private static void require(boolean met, String rule) {
        if (!met) {
            throw MonitoringException.invalid(rule);
        }
    }
}
