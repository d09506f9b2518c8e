// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import com.google.monitoring.v3.TimeSeries;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writer to Cloud Monitoring within its limits: at most 200 time series in a call, one point of a time series in five seconds, end
 * times that grow. A flush takes {@link #LONGEST} at most, logs nothing and throws nothing. After a failure it leaves Cloud
 * Monitoring alone for a while, which doubles with each failure, so that a missing role does not slow every request down.
 *
 * <p>Until a write has succeeded, and again after one has failed, nobody knows whether there is a login and a network. Such a flush
 * holds its request up for {@link #UNPROVEN} at most; the write goes on, and the next flush tells its result.
 */
public final class CloudMonitoringWriter implements Metrics, AutoCloseable {
    /** Longest time of a flush, the first one's login and connection included. */
    public static final Duration LONGEST = Duration.ofSeconds(2);

    /** Longest time of a flush while the newest write is not known to have succeeded. */
    public static final Duration UNPROVEN = Duration.ofMillis(250);

    /** Cloud Monitoring refuses points of one time series that are closer. */
    static final Duration BETWEEN_POINTS = Duration.ofSeconds(5);

    static final int MOST_IN_A_CALL = 200;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 4;

    private final MetricClient client;
    private final TimeSeriesMapping mapping;
    private final SeriesTable table = new SeriesTable();
    private final Clock clock;
    private final Duration unproven;
    private final ThreadPoolExecutor thread;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicReference<@Nullable Writing> left = new AtomicReference<>();
    private volatile Instant notBefore;
    private volatile boolean proven;
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private final AtomicInteger writtenLate = new AtomicInteger();
    private final AtomicInteger failedLate = new AtomicInteger();

    /** Creates a writer that connects with the first flush. */
    public CloudMonitoringWriter(MonitoringEndpoint endpoint, MonitoredInstance instance, Clock clock) {
        this(endpoint, instance, clock, UNPROVEN);
    }

    /** Creates a writer with another longest time of a flush that may not succeed. */
    CloudMonitoringWriter(MonitoringEndpoint endpoint, MonitoredInstance instance, Clock clock, Duration unproven) {
        Instant now = clock.instant();
        this.client = new MetricClient(endpoint);
        this.mapping = new TimeSeriesMapping(endpoint.project(), instance, now);
        this.clock = clock;
        this.unproven = unproven;
        // An interval must not be empty.
        this.notBefore = now.plusMillis(1);
        this.thread = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(1), work -> {
            Thread made = new Thread(work, "monitoring");
            made.setDaemon(true);
            return made;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    @Override
    public void set(Metric.Gauge gauge, double value, String... labels) {
        table.set(gauge, value, labels);
    }

    @Override
    public void add(Metric.Counter counter, long more, String... labels) {
        table.add(counter, more, labels);
    }

    @Override
    public void record(Metric.Distribution distribution, double value, String... labels) {
        table.record(distribution, value, labels);
    }

    @Override
    public boolean isDue() {
        settleLeft();
        return !busy.get() && !clock.instant().isBefore(notBefore);
    }

    @Override
    public Flushed flush() {
        Instant now = clock.instant();
        settleLeft();
        if (now.isBefore(notBefore) || !busy.compareAndSet(false, true)) {
            return flushed(0, 0, table.pending(), failuresInARow.get() > 0);
        }
        settleLeft();
        List<Series.Point> points = now.isBefore(notBefore) ? List.of() : table.take();
        if (points.isEmpty()) {
            busy.set(false);
            return flushed(0, 0, table.pending(), failuresInARow.get() > 0);
        }
        notBefore = now.plus(BETWEEN_POINTS);
        Writing writing = new Writing(points, now, System.nanoTime() + LONGEST.toNanos());
        left.set(writing);
        boolean known = proven;
        if (!endsWithin(known ? LONGEST : unproven, writing) && !known) {
            return flushed(0, 0, points.size() + table.pending(), failuresInARow.get() > 0);
        }
        if (!left.compareAndSet(writing, null)) {
            // Another thread's flush has settled it meanwhile.
            return flushed(0, 0, table.pending(), failuresInARow.get() > 0);
        }
        Writing.Result result = settle(writing);
        return flushed(result.written(), result.points() - result.written(), table.pending(), !result.isComplete());
    }

    /** The result of a flush, with that of a write that an earlier flush left. */
    private Flushed flushed(int written, int failed, int waiting, boolean failing) {
        return new Flushed(
                written + writtenLate.getAndSet(0),
                failed + failedLate.getAndSet(0) + table.takeRefused(),
                waiting,
                failing);
    }

    /**
     * Runs it on the writer's thread, because a login without a deadline of its own must not hold the request up. False if it is still
     * under way.
     */
    private boolean endsWithin(Duration longest, Writing writing) {
        try {
            thread.submit(writing).get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            busy.set(false);
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException failed) {
            // The result tells.
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    /** Settles a write that its flush did not wait for, once it has ended. Whoever takes it from {@code left} settles it. */
    private void settleLeft() {
        Writing writing = left.get();
        if (writing != null && writing.ended && left.compareAndSet(writing, null)) {
            Writing.Result result = settle(writing);
            writtenLate.addAndGet(result.written());
            failedLate.addAndGet(result.points() - result.written());
        }
    }

    private Writing.Result settle(Writing writing) {
        Writing.Result result = writing.end();
        table.failed(result.notWritten());
        proven = result.written() > 0;
        if (result.isComplete()) {
            failuresInARow.set(0);
        } else if (result.written() == 0) {
            notBefore = notBefore.plus(
                    FIRST_PAUSE.multipliedBy(1L << Math.min(failuresInARow.getAndIncrement(), MOST_DOUBLINGS)));
        }
        return result;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        client.close();
    }

    /** One flush on the writer's thread. It may go on after the request has stopped waiting, and then nobody counts its points. */
    private final class Writing implements Runnable {
        private final List<Series.Point> points;
        private final Instant end;
        private final long deadline;
        private final List<Series.Point> partly = new ArrayList<>();
        private int tried;
        private int written;
        private boolean counted;
        private volatile boolean ended;

        Writing(List<Series.Point> points, Instant end, long deadline) {
            this.points = points;
            this.end = end;
            this.deadline = deadline;
        }

        @Override
        public void run() {
            try {
                while (tried < points.size() && deadline - System.nanoTime() > 0) {
                    write(points.subList(tried, Math.min(points.size(), tried + MOST_IN_A_CALL)));
                }
            } catch (IOException | RuntimeException | Error notWritten) {
                // No failure here, not even a missing class, is a reason to fail a request: the result tells of it.
                return;
            } finally {
                ended = true;
                busy.set(false);
            }
        }

        private void write(List<Series.Point> batch) throws IOException {
            List<TimeSeries> series = new ArrayList<>(batch.size());
            batch.forEach(point -> series.add(mapping.map(point, end)));
            int taken = client.write(series, deadline);
            synchronized (this) {
                tried += batch.size();
                if (!counted) {
                    written += taken;
                    partly.addAll(taken < batch.size() ? batch : List.of());
                }
            }
        }

        synchronized Result end() {
            counted = true;
            List<Series.Point> notWritten =
                    new ArrayList<>(points.subList(Math.min(tried, points.size()), points.size()));
            notWritten.addAll(partly);
            return new Result(points.size(), written, notWritten);
        }

        /**
         * Result of a flush.
         *
         * @param notWritten points of which it is not known that they are written
         */
        record Result(int points, int written, List<Series.Point> notWritten) {
            boolean isComplete() {
                return written == points;
            }
        }
    }
}
