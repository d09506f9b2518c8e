// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.tuning;

import com.google.api.Distribution;
import com.google.monitoring.v3.TimeSeries;
import com.google.protobuf.util.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/**
 * Latencies of a busy {@code generate} that does not exist, minute by minute, as a series of its own: skewed, with a daily season, two
 * quieter days, and a load that rises and falls over minutes. The seed is fixed: the same minutes before the present are the same in
 * each run.
 *
 * <p>The present is the quietest time of the day, whenever the story is told, so that no alert is near its threshold.
 */
final class BusyGenerate {
    /** Metric of the alert. */
    static final String METRIC = "run.googleapis.com/request_latencies";

    private static final int REQUESTS = 300;
    /** 95th percentile in the middle of the day, in milliseconds. */
    private static final double LEVEL = 57;

    private static final double SEASON = 0.34;
    private static final double QUIETER = 0.85;
    /** Days before the present, counted back from 0. */
    private static final int FIRST_QUIET_DAY = 5;

    private static final double NOISE = 0.06;
    /** Correlation of the load of one minute with that of the next. */
    private static final double LASTING = 0.9;
    /** Spread of the logarithms of one minute's latencies, and where their 95th percentile is. */
    private static final double SPREAD = 0.4;

    private static final double P95 = 1.645 * SPREAD;
    /** The buckets that Cloud Run has. */
    private static final double SCALE = 0.1;

    private static final double GROWTH = 1.4;
    private static final int FINITE_BUCKETS = 64;
    private static final int USED_BUCKETS = 30;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long DAY_MINUTES = Duration.ofDays(1).toMinutes();

    private final Instant present;
    private final Random random = new Random(5);
    private double load;

    /** Begins; {@code present} is the time at which the usual past ends. */
    BusyGenerate(Instant present) {
        this.present = present;
    }

    /** Returns the next minutes of the past, up to the present. */
    TimeSeries past(Instant firstEnd, int minutes) {
        return minutes(firstEnd, minutes, 1);
    }

    /**
     * Returns the next minutes of a present in which every request takes longer than usual.
     *
     * @param p95 about the 95th percentile that they have, in milliseconds
     */
    TimeSeries slow(Instant firstEnd, int minutes, double p95) {
        return minutes(firstEnd, minutes, p95 / usual(present));
    }

    private TimeSeries minutes(Instant firstEnd, int minutes, double factor) {
        TimeSeries.Builder series = TimeSeries.newBuilder();
        series.getMetricBuilder()
                .setType(METRIC)
                .putLabels("response_code", "200")
                .putLabels("response_code_class", "2xx");
        series.getResourceBuilder()
                .setType("cloud_run_revision")
                .putLabels("service_name", "generate")
                .putLabels("revision_name", "generate-story")
                .putLabels("configuration_name", "generate")
                .putLabels("location", "local");
        Instant end = firstEnd;
        for (int minute = 0; minute < minutes; minute++) {
            load = LASTING * load + Math.sqrt(1 - LASTING * LASTING) * random.nextGaussian();
            var point = series.addPointsBuilder();
            point.getIntervalBuilder()
                    .setStartTime(Timestamps.fromMillis(end.minus(MINUTE).toEpochMilli()))
                    .setEndTime(Timestamps.fromMillis(end.toEpochMilli()));
            point.getValueBuilder().setDistributionValue(requests(factor * usual(end) * Math.exp(NOISE * load)));
            end = end.plus(MINUTE);
        }
        return series.build();
    }

    /** Usual 95th percentile of a time. */
    private double usual(Instant time) {
        long ago = Math.max(0, Duration.between(time, present).toMinutes());
        double day = LEVEL * (1 - SEASON * Math.cos(2 * Math.PI * ago / DAY_MINUTES));
        return ago / DAY_MINUTES >= FIRST_QUIET_DAY ? QUIETER * day : day;
    }

    private Distribution requests(double p95) {
        long[] counts = new long[USED_BUCKETS];
        double sum = 0;
        double squares = 0;
        for (int request = 0; request < REQUESTS; request++) {
            double latency = Math.exp(Math.log(p95) - P95 + SPREAD * random.nextGaussian());
            int bucket = 1 + (int) Math.floor(Math.log(latency / SCALE) / Math.log(GROWTH));
            counts[Math.max(0, Math.min(USED_BUCKETS - 1, bucket))]++;
            sum += latency;
            squares += latency * latency;
        }
        double mean = sum / REQUESTS;
        Distribution.Builder distribution = Distribution.newBuilder()
                .setCount(REQUESTS)
                .setMean(mean)
                .setSumOfSquaredDeviation(Math.max(0, squares - REQUESTS * mean * mean));
        distribution
                .getBucketOptionsBuilder()
                .getExponentialBucketsBuilder()
                .setNumFiniteBuckets(FINITE_BUCKETS)
                .setGrowthFactor(GROWTH)
                .setScale(SCALE);
        for (long count : counts) {
            distribution.addBucketCounts(count);
        }
        return distribution.build();
    }
}
