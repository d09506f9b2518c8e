// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.events;

import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends events in shuffled order, a tenth of them twice, to the deployable of probe in the real invoker. A request without a 200 is sent
 * again, as a pipeline or Pub/Sub would. Meanwhile the process is killed and started again. Then the database must hold each event once.
 */
public final class EventLoad {
    private static final String ENTRY = "io.truename.probe.ProbeFunction";
    private static final Duration ANSWER = Duration.ofSeconds(40);
    private static final long PAUSE_NANOS = 20_000_000;

    /** Of so many events one is sent a second time. */
    private static final int EACH_REPEATED = 10;

    private final TestDatabase database;
    private final InvokerProcess.Builder function;
    private final EventShape shape;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicLong again = new AtomicLong();
    private volatile InvokerProcess process;

    private EventLoad(TestDatabase database, InvokerProcess.Builder function, EventShape shape) {
        this.database = database;
        this.function = function;
        this.shape = shape;
        this.process = function.start();
    }

    /**
     * Shape of a load.
     *
     * @param events number of different events
     * @param batch events of a request; 1 sends each as a message of a push subscription
     * @param senders requests at a time
     * @param rate most events a second; 0 = as many as are taken
     * @param kills how often the process is killed
     */
    public record EventShape(int events, int batch, int senders, int rate, int kills, long seed) {}

    /** Runs a load on a fresh database whose schema has a corpus for {@code mapping}. */
    public static EventLoadResult run(TestDatabase database, Path deployable, String mapping, EventShape shape)
            throws Exception {
        InvokerProcess.Builder function = InvokerProcess.ofDeployable(deployable, ENTRY)
                .environment("TRUENAME_DATABASE_URL", database.url())
                .environment("TRUENAME_MAPPING", mapping);
        EventLoad load = new EventLoad(database, function, shape);
        try {
            load.awaitHealth();
            return load.run();
        } finally {
            load.process.close();
        }
    }

    private EventLoadResult run() throws Exception {
        List<String> events = SampleEvents.of(shape.events());
        List<String> bodies = bodies(events);
        ConcurrentLinkedQueue<String> queue = new ConcurrentLinkedQueue<>(bodies);
        AtomicInteger acknowledged = new AtomicInteger();
        ExecutorService senders = Executors.newFixedThreadPool(shape.senders());
        long begun = System.nanoTime();
        long down = 0;
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < shape.senders(); i++) {
                running.add(senders.submit(() -> send(queue, acknowledged, begun)));
            }
            for (int kill = 1; kill <= shape.kills(); kill++) {
                long due = (long) bodies.size() * kill / (shape.kills() + 1);
                while (acknowledged.get() < due) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                long killed = System.nanoTime();
                process.close();
                process = function.start();
                awaitHealth();
                down += System.nanoTime() - killed;
            }
            for (Future<?> sender : running) {
                sender.get();
            }
        } finally {
            senders.shutdownNow();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new EventLoadResult(
                shape, again.get(), seconds, down / 1e9, SampleEvents.faults(database, events.size()));
    }

    private List<String> bodies(List<String> events) {
        Random random = new Random(shape.seed());
        List<String> deliveries = new ArrayList<>(events);
        for (int i = 0; i < events.size(); i += EACH_REPEATED) {
            deliveries.add(events.get(i));
        }
        Collections.shuffle(deliveries, random);
        List<String> bodies = new ArrayList<>();
        for (int at = 0; at < deliveries.size(); at += shape.batch()) {
            List<String> some = deliveries.subList(at, Math.min(deliveries.size(), at + shape.batch()));
            bodies.add(
                    shape.batch() == 1
                            ? SampleEvents.pushed(some.get(0), bodies.size())
                            : "{\"events\":[" + String.join(",", some) + "]}");
        }
        return bodies;
    }

    private void send(ConcurrentLinkedQueue<String> queue, AtomicInteger acknowledged, long begun) {
        String body = queue.poll();
        while (body != null) {
            pace(acknowledged.get(), begun);
            while (!isTaken(body)) {
                again.incrementAndGet();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            acknowledged.incrementAndGet();
            body = queue.poll();
        }
    }

    private void pace(int bodies, long begun) {
        if (shape.rate() > 0) {
            long due = begun + (long) (1e9 * bodies * shape.batch() / shape.rate());
            long early = due - System.nanoTime();
            if (early > 0) {
                LockSupport.parkNanos(early);
            }
        }
    }

    private boolean isTaken(String body) {
        HttpRequest request = HttpRequest.newBuilder(process.uri("/events"))
                .header("Content-Type", "application/json")
                .timeout(ANSWER)
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() == 200 && answer.body().contains("\"refused\":0")) {
                return true;
            }
            if (answer.statusCode() < 500) {
                throw new IllegalStateException("The function refused events: " + answer.body());
            }
            return false;
        } catch (IOException killed) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stop);
        }
    }

    private void awaitHealth() throws Exception {
        URI health = process.uri("/health");
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(health).timeout(ANSWER).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("The function has no database: " + answer.body());
        }
    }

    /** Name of a load, as the command prints it. */
    static String name(EventShape shape) {
        return shape.batch() == 1 ? "single pushes" : "batches of " + shape.batch();
    }
}
