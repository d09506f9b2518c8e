// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.metrics;

import com.google.logging.v2.LogEntry;
import com.google.logging.v2.LogMetric;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import io.truename.local.logging.agent.EntryTimes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Log-based metrics: counters of entries and distributions of values in them. Each minute with entries gives one DELTA point a
 * series, by the time of arrival. Entries that arrived before a metric was added never count. Thread-safe.
 */
public final class LogMetrics {
    /** Begin of the types of log-based metrics. */
    public static final String PREFIX = "logging.googleapis.com/user/";

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Clock clock;
    private final Consumer<TimeSeries> sink;
    private final List<MetricState> metrics = new ArrayList<>();
    private Instant start;

    /**
     * Starts without a metric.
     *
     * @param sink receives each finished point; called on the thread that logs, flushes or ticks, and must be quick
     */
    public LogMetrics(Clock clock, Consumer<TimeSeries> sink) {
        this.clock = clock;
        this.sink = sink;
        this.start = clock.instant();
    }

    /**
     * Adds a metric, described as in the API.
     *
     * @throws io.truename.local.logging.query.FilterException if its filter or an extractor cannot be read
     * @throws IllegalArgumentException if it is neither a counter nor a distribution
     */
    public synchronized void add(LogMetric metric) {
        metrics.add(new MetricState(metric));
    }

    /** Counts an entry. */
    public synchronized void accept(LogEntry entry) {
        finishWindow(clock.instant());
        metrics.forEach(metric -> metric.accept(entry));
    }

    /** Passes on the points of a minute that is over; to be called every second or so. */
    public synchronized void tick() {
        finishWindow(clock.instant());
    }

    /** Passes on the points up to now. */
    public synchronized void flush() {
        Instant now = clock.instant();
        finishWindow(now);
        if (now.isAfter(start)) {
            passOn(now);
            start = now;
        }
    }

    private void finishWindow(Instant now) {
        Instant end = start.truncatedTo(ChronoUnit.MINUTES).plus(WINDOW);
        if (!now.isBefore(end)) {
            passOn(end);
            start = now.truncatedTo(ChronoUnit.MINUTES);
        }
    }

    private void passOn(Instant end) {
        TimeInterval interval = TimeInterval.newBuilder()
                .setStartTime(EntryTimes.timestamp(start))
                .setEndTime(EntryTimes.timestamp(end))
                .build();
        metrics.forEach(metric -> metric.take(interval).forEach(sink));
    }

    /** Returns the number of entries that were not counted because a metric had too many series. */
    public synchronized long leftOut() {
        return metrics.stream().mapToLong(MetricState::left).sum();
    }
}
