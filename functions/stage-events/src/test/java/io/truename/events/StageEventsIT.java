// SPDX-License-Identifier: Apache-2.0
package io.truename.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against a real server, which is away, slow or unwilling as it is told. */
class StageEventsIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final UUID ID = UUID.fromString("7d444840-9dc0-41d1-b245-5ffdce74fad2");
    private static final StageEvents.Settings QUICK =
            new StageEvents.Settings(100, 10, Duration.ofMillis(5), Duration.ofSeconds(10), Duration.ofMillis(50));

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    private volatile CountDownLatch open = new CountDownLatch(0);
    private volatile String answer = "{\"counted\":1,\"repeated\":0,\"refused\":0,\"problems\":[]}";
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/functions/probe/events", this::take);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "probe-stand-in");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    @AfterEach
    void stop() {
        open.countDown();
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            open.await();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Integer status = statuses.poll();
            bodies.add(body);
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status == null ? 200 : status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/functions/probe/");
    }

    private StageEvents client(StageEvents.Settings settings) {
        return new StageEvents(address(), settings, () -> "Bearer t");
    }

    @Test
    void send_batches_andFlushWaits() throws Exception {
        try (StageEvents events = client(QUICK)) {
            for (int i = 0; i < 25; i++) {
                assertThat(events.send(StageEvent.uploaded(ID).eventId("e" + i)))
                        .isTrue();
            }
            assertThat(events.flush(SOON)).isTrue();
            assertThat(events.counts()).isEqualTo(new EventCounts(25, 0, 0, 0));
        }
        assertThat(ids()).hasSize(25);
        assertThat(bodies).hasSizeLessThan(25);
        assertThat(authorizations).containsOnly("Bearer t");
    }

    @Test
    void send_again_untilTaken_eachWithTheSameId() throws Exception {
        statuses.addAll(List.of(503, 500, 429, 403));
        try (StageEvents events = client(QUICK)) {
            events.send(StageEvent.parsed(ID));
            assertThat(events.flush(SOON)).isTrue();
            assertThat(events.counts()).isEqualTo(new EventCounts(1, 0, 0, 0));
        }
        assertThat(bodies).hasSize(5).containsOnly(bodies.get(0));
    }

    @Test
    void send_serverNotThere_neverBlocks_andDropsWhatHasNoRoom() {
        server.stop(0);
        long begun = System.nanoTime();
        try (StageEvents events = client(QUICK)) {
            for (int i = 0; i < 1_000; i++) {
                events.send(StageEvent.parsed(ID));
            }
            assertThat(events.counts().dropped()).isBetween(880L, 900L);
            events.close(Duration.ofMillis(200));
            assertThat(events.counts().dropped()).isEqualTo(1_000);
            assertThat(events.counts().waiting()).isZero();
            assertThat(events.send(StageEvent.parsed(ID))).isFalse();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
    }

    @Test
    void send_badEvents_areCountedAndNotSentAgain() {
        answer = "{\"counted\":1,\"repeated\":0,\"refused\":1,\"problems\":[]}";
        try (StageEvents events = client(QUICK)) {
            events.send(StageEvent.parsed(ID));
            assertThat(events.flush(SOON)).isTrue();
            assertThat(events.counts()).isEqualTo(new EventCounts(0, 1, 0, 0));
            statuses.add(400);
            events.send(StageEvent.parsed(null));
            assertThat(events.flush(SOON)).isTrue();
            assertThat(events.counts()).isEqualTo(new EventCounts(0, 2, 0, 0));
            events.send(null);
            assertThat(events.counts().dropped()).isEqualTo(1);
        }
        assertThat(bodies).hasSize(2);
    }

    @Test
    void close_sendsWhatWaits() throws Exception {
        open = new CountDownLatch(1);
        StageEvents events = client(QUICK);
        for (int i = 0; i < 30; i++) {
            events.send(StageEvent.uploaded(ID).eventId("e" + i));
        }
        open.countDown();
        events.close();
        assertThat(events.counts()).isEqualTo(new EventCounts(30, 0, 0, 0));
        assertThat(ids()).hasSize(30);
    }

    @Test
    void close_serverHangs_endsInTime() {
        open = new CountDownLatch(1);
        StageEvents events = client(QUICK);
        events.send(StageEvent.uploaded(ID));
        long begun = System.nanoTime();
        events.close(Duration.ofMillis(300));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
        assertThat(events.counts().taken()).isZero();
    }

    @Test
    void authorization_thatFails_isAskedForAgain() {
        Queue<String> tokens = new ConcurrentLinkedQueue<>(List.of("Bearer late"));
        try (StageEvents events = new StageEvents(address(), QUICK, new FailsOnce(tokens))) {
            events.send(StageEvent.uploaded(ID));
            assertThat(events.flush(SOON)).isTrue();
        }
        assertThat(authorizations).containsExactly("Bearer late");
    }

    private Set<String> ids() throws IOException {
        Set<String> ids = new TreeSet<>();
        for (String body : bodies) {
            for (JsonNode event : MAPPER.readTree(body).path("events")) {
                ids.add(event.path("eventId").asText());
            }
        }
        return ids;
    }

    private static final class FailsOnce implements java.util.function.Supplier<String> {
        private final Queue<String> tokens;
        private boolean failed;

        FailsOnce(Queue<String> tokens) {
            this.tokens = tokens;
        }

        @Override
        public String get() {
            if (!failed) {
                failed = true;
                throw new IllegalStateException("no token yet");
            }
            return String.valueOf(tokens.poll());
        }
    }
}
