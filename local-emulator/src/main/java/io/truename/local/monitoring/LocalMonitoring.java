// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring;

import com.google.monitoring.v3.TimeSeries;
import io.grpc.BindableService;
import io.truename.alerting.query.QueryEngine;
import io.truename.alerting.series.SeriesSource;
import io.truename.local.monitoring.grpc.MetricService;
import io.truename.local.monitoring.resource.ResourceMetrics;
import io.truename.local.monitoring.store.Continuation;
import io.truename.local.monitoring.store.MetricStore;
import io.truename.local.monitoring.store.StoredSeries;
import io.truename.local.monitoring.write.ClientTimes;
import io.truename.local.monitoring.write.Descriptors;
import io.truename.local.monitoring.write.OwnSeries;
import io.truename.local.monitoring.write.PastPoints;
import io.truename.local.monitoring.write.TimeSeriesWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Cloud Monitoring on one machine: the gRPC service for unmodified clients, the entrance for the local cloud's own series, its
 * resource metrics, and the console's queries, over one store. Thread-safe.
 */
public final class LocalMonitoring implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LocalMonitoring.class.getName());
    private static final Duration TIDY_EVERY = Duration.ofHours(1);
    private static final Duration LATE = Duration.ofSeconds(5);

    private final Clock real;
    private final MonitoringClock clock;
    private final ClientTimes times;
    private final MetricStore store;
    private final OwnSeries sink;
    private final ResourceMetrics resources;
    private final PastPoints past;
    private final MetricsApi api;
    private final MetricService service;
    private final ScheduledExecutorService minutely = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "monitoring-minutes");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Runnable pending = () -> {};
    private Instant tidied;

    /**
     * Opens Monitoring and samples resources at each full minute.
     *
     * @param clock the clock for ages, and for the points of resource metrics
     * @param project the only project that clients may name
     * @param folder where to keep everything; without one it ends with the process
     */
    public LocalMonitoring(Clock clock, String project, Optional<Path> folder) {
        this.real = clock;
        this.clock = new MonitoringClock(clock, folder);
        this.times = new ClientTimes(() -> this.clock.ahead().toMillis(), project);
        store = new MetricStore(folder);
        Descriptors descriptors = new Descriptors(store, project);
        QueryEngine queries = new QueryEngine(new StoredSeries(store));
        sink = new OwnSeries(
                store, descriptors, project, () -> this.clock.ahead().toMillis());
        past = new PastPoints(store, descriptors, this.clock, project);
        tidied = clock.instant();
        resources = new ResourceMetrics(sink, project, tidied);
        api = new MetricsApi(descriptors, queries, this.clock);
        service = new MetricService(
                descriptors, new TimeSeriesWriter(store, descriptors, this.clock, project), queries, times, project);
        long toFullMinute = 60_000L - Math.floorMod(tidied.toEpochMilli(), 60_000);
        var unused = minutely.scheduleAtFixedRate(this::minute, toFullMinute, 60_000, TimeUnit.MILLISECONDS);
    }

    /** Late by a moment, the sample still belongs to the full minute: so do the windows of most queries. */
    private void minute() {
        try {
            Instant now = real.instant();
            Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
            sample(Duration.between(minute, now).compareTo(LATE) < 0 ? minute : now);
        } catch (RuntimeException failed) {
            LOG.log(System.Logger.Level.ERROR, "Metrics were not sampled", failed);
        }
    }

    /** Writes a point of each resource metric now, and once an hour merges old ones. */
    public void sample() {
        sample(real.instant());
    }

    private synchronized void sample(Instant now) {
        resources.sample(now);
        if (Duration.between(tidied, now).compareTo(TIDY_EVERY) >= 0) {
            store.tidy(clock.instant());
            tidied = now;
        }
    }

    /** Returns the services that a gRPC server needs to serve {@code google.monitoring.v3}. */
    public List<BindableService> services() {
        return List.of(service);
    }

    /** Returns the entrance for series that the local cloud writes. */
    public MetricSink sink() {
        return sink;
    }

    /** Returns the metrics of functions, topics, subscriptions and databases; components report to it. */
    public ResourceMetrics resources() {
        return resources;
    }

    /** Returns the console's queries. */
    public MetricsApi api() {
        return api;
    }

    /** Returns the stored series, for evaluation of alerts. */
    public SeriesSource series() {
        return new StoredSeries(store);
    }

    /** Returns the clock that stored points follow. */
    public Clock clock() {
        return clock;
    }

    /** Sets the action that writes the points that others hold until the minute is full; it is called before the clock is moved. */
    public void pending(Runnable flush) {
        pending = flush;
    }

    /** Returns how far that clock is ahead of the real one. */
    public Duration ahead() {
        return clock.ahead();
    }

    /**
     * Moves that clock forward, minute by minute.
     *
     * @param going whether every series goes on as in its last minutes; else none gets a point
     * @param eachMinute called with each full minute after its points were written
     */
    public void advance(int minutes, boolean going, LongConsumer eachMinute) {
        pending.run();
        sample();
        synchronized (times) {
            long before = clock.ahead().toMillis();
            Continuation series = new Continuation(store, clock.millis());
            for (int i = 0; i < minutes; i++) {
                clock.advance(Duration.ofMinutes(1));
                long minute = clock.instant().truncatedTo(ChronoUnit.MINUTES).toEpochMilli();
                if (going) {
                    series.until(minute);
                }
                eachMinute.accept(minute);
            }
            if (going) {
                series.changesUntil(clock.millis());
            }
            times.carry(series.growths(), before);
        }
    }

    /**
     * Writes past points of a series, in the times of the moved clock.
     *
     * @param anew whether the points that it has are deleted first
     * @return the number of points
     * @throws io.truename.alerting.series.MonitoringException if they do not fit; then nothing is written or deleted
     */
    public int writePast(TimeSeries series, boolean anew) {
        // While the clock is moved, the series go on.
        synchronized (times) {
            return past.write(series, anew);
        }
    }

    /** Returns the bytes of memory that series and points take. */
    public long memoryBytes() {
        return store.memoryBytes();
    }

    @Override
    public void close() {
        minutely.shutdownNow();
        try {
            var unused = minutely.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }
}
