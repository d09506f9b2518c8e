// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import io.truename.edge.event.DeadLetters;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Outcome;
import io.truename.edge.http.Problem;
import io.truename.edge.http.Routes;
import io.truename.edge.http.Settlement;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.log.EdgeEvents;
import io.truename.edge.log.EventLog;
import io.truename.edge.log.LogEvent;
import io.truename.edge.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** A function whose routes provoke, one each, what the bare adapter does badly. */
public final class ProbeFunction extends EdgeFunction {
    static final String SECRET = "a-secret-in-a-message";

    public ProbeFunction() {
        super(ProbeApplication.class);
    }

    /** Its routes. */
    public static final class ProbeApplication extends EdgeApplication {
        private static final LogEvent ANSWERED = EdgeEvents.requestAnswered(
                        "probe", "/large", "/text", "/throws", "/overflows", "/echo", "/events")
                .flags("echoed")
                .numbers("dataLength");

        @Override
        protected EdgeService start(Settings settings, EventLog events) {
            settings.read("PROBE_NUMBER", 0, ProbeApplication::number);
            settings.read("PROBE_OTHER", 0, ProbeApplication::number);
            Optional<DeadLetters> letters =
                    settings.optional("PROBE_DEAD_LETTERS", URI::create).map(ProbeApplication::post);
            settings.refuseBad();
            Routes routes = Routes.builder()
                    .get("/large", request -> large())
                    .get("/text", request -> json("{\"text\":\"žluťoučký kůň 日本 \uD83D\uDC0E\"}"))
                    .get("/throws", request -> {
                        throw new IllegalStateException(SECRET);
                    })
                    .get("/overflows", request -> json("" + depth(1)))
                    .post("/echo", request -> EdgeResponse.json(request.bytes(), Map.of("echoed", true)))
                    .postOrMessage("/events", ProbeApplication::event, new Settlement("probe", letters, events))
                    .build();
            return new EdgeService("probe", routes, ANSWERED, "/events", events);
        }

        private static Outcome event(EdgeRequest request) {
            String text = new String(request.bytes(), StandardCharsets.UTF_8);
            return switch (text) {
                case "\"never\"" -> {
                    FieldProblems problems = new FieldProblems();
                    problems.add(() -> "/run", "must be a UUID", "nothing");
                    yield Outcome.never(problems);
                }
                case "\"early\"" ->
                    Outcome.again(
                            Duration.ofMillis(6_001),
                            Problem.of(429, "Too early", "Later.").response());
                case "\"unavailable\"" ->
                    Outcome.again(
                            Duration.ofSeconds(9),
                            Problem.of(503, "Not now", "Later.").response());
                case "\"fault\"" -> throw new IllegalStateException(SECRET);
                default -> Outcome.done(EdgeResponse.json(request.bytes(), Map.of("dataLength", text.length())));
            };
        }

        /** Letters to a web server, because the edge itself knows no topic. */
        private static DeadLetters post(URI address) {
            HttpClient client = HttpClient.newHttpClient();
            return letter -> {
                HttpRequest.Builder request = HttpRequest.newBuilder(address)
                        .timeout(Duration.ofSeconds(10))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(letter.data()));
                letter.attributes().forEach((name, value) -> request.header("x-" + name, value));
                try {
                    int status = client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode();
                    if (status != 200) {
                        throw new IllegalStateException("The letter was answered " + status);
                    }
                } catch (IOException | InterruptedException notTaken) {
                    throw new IllegalStateException(notTaken);
                }
            };
        }

        private static EdgeResponse large() {
            byte[] body = new byte[300_000];
            Arrays.fill(body, (byte) 'x');
            return new EdgeResponse(201, "text/plain;charset=utf-8", Map.of("X-Own", "kept"), body, Map.of());
        }

        private static EdgeResponse json(String text) {
            return EdgeResponse.json(text.getBytes(StandardCharsets.UTF_8), Map.of());
        }

        @SuppressWarnings("InfiniteRecursion") // that is its purpose
        private static int depth(int sofar) {
            return depth(sofar + 1) + 1;
        }

        private static Integer number(String text) {
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException bad) {
                throw new IllegalArgumentException("must be a number");
            }
        }
    }
}
