// SPDX-License-Identifier: Apache-2.0
package io.truename.events;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends stage events to the function {@code probe}, in batches and from a thread of its own. {@link #send} never blocks and never throws,
 * so that a pipeline does not depend on its observer: while the function is away, events wait in a bounded queue and are sent again
 * until they are taken; of a full queue the new ones are dropped and counted. An event is recorded once, however often it is sent.
 * Thread-safe.
 */
public final class StageEvents implements AutoCloseable {
    private static final Pattern REFUSED = Pattern.compile("\"refused\":\\s*(\\d{1,9})");
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_LARGE = 413;

    /** Wait before the thread looks again whether it should end. */
    private static final long TICK_MILLIS = 100;

    private final URI address;
    private final Settings settings;
    private final Supplier<String> authorization;
    private final HttpClient client;
    private final BlockingQueue<String> queue;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong settled = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread sender = new Thread(this::run, "truename-stage-events");
    private volatile boolean closed;
    private volatile long deadline = Long.MAX_VALUE;

    /**
     * Sizes and times of a client.
     *
     * @param mostWaiting events that may wait; more are dropped
     * @param batch most events of a request, at most 1,000
     * @param linger how long an event may wait for others to share its request
     * @param timeout of a request
     * @param longestBackoff longest pause between two attempts
     */
    public record Settings(int mostWaiting, int batch, Duration linger, Duration timeout, Duration longestBackoff) {
        private static final int MOST_BATCH = 1_000;
        static final Duration FIRST_BACKOFF = Duration.ofMillis(100);

        public Settings {
            if (mostWaiting < 1 || batch < 1 || batch > MOST_BATCH) {
                throw new IllegalArgumentException("mostWaiting: at least 1; batch: 1 to " + MOST_BATCH);
            }
        }

        /** 10,000 events may wait; requests of at most 500 events, every 200 ms, with pauses of at most 30 s between attempts. */
        public static Settings usual() {
            return new Settings(10_000, 500, Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofSeconds(30));
        }
    }

    /**
     * A client with the usual settings that sends no authorization.
     *
     * @param probe address of the function, such as {@code http://localhost:8900/functions/probe}
     */
    public static StageEvents to(URI probe) {
        return new StageEvents(probe, Settings.usual(), () -> "");
    }

    /**
     * Makes a client.
     *
     * @param probe address of the function
     * @param authorization gives the value of the header Authorization before each request, such as {@code Bearer ...}; empty sends
     *     none. An exception counts as an attempt that failed
     */
    public StageEvents(URI probe, Settings settings, Supplier<String> authorization) {
        String base = probe.toString();
        this.address = URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/events");
        this.settings = settings;
        this.authorization = authorization;
        this.client = HttpClient.newBuilder().connectTimeout(settings.timeout()).build();
        this.queue = new ArrayBlockingQueue<>(settings.mostWaiting());
        sender.setDaemon(true);
        sender.start();
    }

    /** Queues an event; false if it was dropped, because too many wait or the client is closed. */
    public boolean send(@Nullable StageEvent event) {
        if (event == null || closed) {
            dropped.incrementAndGet();
            return false;
        }
        accepted.incrementAndGet();
        if (queue.offer(event.json())) {
            return true;
        }
        accepted.decrementAndGet();
        dropped.incrementAndGet();
        return false;
    }

    /** Numbers of events so far. */
    public EventCounts counts() {
        long done = settled.get();
        return new EventCounts(taken.get(), refused.get(), dropped.get(), Math.max(0, accepted.get() - done));
    }

    /** Waits until every event that was queued before is sent; false if the time passes first. */
    public boolean flush(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        long goal = accepted.get();
        synchronized (settled) {
            while (settled.get() < goal) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0 || !sender.isAlive()) {
                    return false;
                }
                try {
                    settled.wait(Math.min(left, TICK_MILLIS));
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        }
        return true;
    }

    /** Sends the events that wait, for at most 10 seconds, and ends; events that remain count as dropped. */
    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }

    /** Sends the events that wait, for at most {@code longest}, and ends; events that remain count as dropped. */
    public void close(Duration longest) {
        deadline = System.nanoTime() + longest.toNanos();
        closed = true;
        try {
            sender.join(Math.max(1, longest.toMillis()));
            sender.interrupt();
            sender.join(TICK_MILLIS);
        } catch (InterruptedException stop) {
            sender.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<String> batch = new ArrayList<>(settings.batch());
        try {
            while (!closed || !queue.isEmpty()) {
                collect(batch);
                if (!batch.isEmpty()) {
                    deliver(batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            closed = true;
            int left = batch.size();
            while (queue.poll() != null) {
                left++;
            }
            dropped.addAndGet(left);
            settle(left);
        }
    }

    private void collect(List<String> batch) throws InterruptedException {
        String first = queue.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
            return;
        }
        batch.add(first);
        long end = System.nanoTime() + settings.linger().toNanos();
        while (batch.size() < settings.batch()) {
            queue.drainTo(batch, settings.batch() - batch.size());
            long left = end - System.nanoTime();
            if (closed || left <= 0 || batch.size() == settings.batch()) {
                return;
            }
            String next = queue.poll(Math.min(left, TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS)), TimeUnit.NANOSECONDS);
            if (next != null) {
                batch.add(next);
            }
        }
    }

    /** Sends a batch until it is taken or refused. */
    private void deliver(List<String> batch) throws InterruptedException {
        String body = "{\"events\":[" + String.join(",", batch) + "]}";
        long backoff = Settings.FIRST_BACKOFF.toMillis();
        while (!attempt(body, batch.size())) {
            if (closed && System.nanoTime() - deadline > 0) {
                throw new InterruptedException("closed");
            }
            Thread.sleep(backoff / 2 + ThreadLocalRandom.current().nextLong(backoff / 2 + 1));
            backoff =
                    Math.min(backoff * 2, Math.max(1, settings.longestBackoff().toMillis()));
        }
    }

    private boolean attempt(String body, int events) throws InterruptedException {
        HttpResponse<String> answer;
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(address)
                    .timeout(settings.timeout())
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body));
            String header = Objects.requireNonNullElse(authorization.get(), "");
            if (!header.isEmpty()) {
                request.header("Authorization", header);
            }
            answer = client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | RuntimeException notReached) {
            return false;
        }
        int status = answer.statusCode();
        if (status == OK) {
            Matcher matcher = REFUSED.matcher(answer.body());
            long bad = matcher.find() ? Math.min(events, Long.parseLong(matcher.group(1))) : 0;
            refused.addAndGet(bad);
            taken.addAndGet(events - bad);
        } else if (status == BAD_REQUEST || status == UNPROCESSABLE || status == TOO_LARGE) {
            refused.addAndGet(events);
        } else {
            return false;
        }
        settle(events);
        return true;
    }

    private void settle(int events) {
        synchronized (settled) {
            settled.addAndGet(events);
            settled.notifyAll();
        }
    }
}
