// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import com.google.monitoring.v3.TimeSeries;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Aggregates that one caller reads in bounded time. A caller that its time-out ends says nothing; one that gives up says why, and can be tried
 * again.
 */
public final class BoundedAggregates implements MetricAggregates {
    private final MetricAggregates aggregates;
    private final Duration longest;
    private final LongSupplier nanos;
    private final long begin;

    /**
     * Begins now.
     *
     * @param longest after this time no reading begins; the last one takes {@link CloudMonitoringReader#LONGEST_FOR_ALL} at most
     * @param nanos as {@link System#nanoTime()}
     */
    public BoundedAggregates(MetricAggregates aggregates, Duration longest, LongSupplier nanos) {
        this.aggregates = aggregates;
        this.longest = longest;
        this.nanos = nanos;
        this.begin = nanos.getAsLong();
    }

    @Override
    public List<TimeSeries> read(Question question) {
        if (nanos.getAsLong() - begin > longest.toNanos()) {
            throw new MetricReadException("Cloud Monitoring answered too slowly: its readings took more than "
                    + longest.toSeconds() + " s. Ask again; if this goes on, ask for a shorter time.");
        }
        return aggregates.read(question);
    }
}
