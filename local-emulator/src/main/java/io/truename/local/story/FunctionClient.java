// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** HTTP client of one function behind the gateway, or of the local cloud's own API. */
public final class FunctionClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int READ_ATTEMPTS = 5;
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final String function;
    private final String base;

    /** A client of {@code function} behind the gateway at that base address. */
    public FunctionClient(URI gateway, String function) {
        this(gateway, function, "/functions/" + function);
    }

    private FunctionClient(URI gateway, String name, String path) {
        this.function = name;
        this.base = gateway.toString().replaceAll("/+$", "") + path;
    }

    /** A client of the local cloud's own API. */
    public static FunctionClient ofTheCloud(URI gateway) {
        return new FunctionClient(gateway, "the local cloud", "/api");
    }

    /** Sends a GET request. It is idempotent, so it is retried while the function restarts. */
    public JsonNode get(String path) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return send(request(path).GET().build());
            } catch (StoryFailedException failed) {
                if (!failed.mayPass() || attempt == READ_ATTEMPTS) {
                    throw failed;
                }
                TimeUnit.MILLISECONDS.sleep(300L * attempt);
            }
        }
    }

    /** Sends a POST request with a JSON body, once. */
    public JsonNode post(String path, String body) throws InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** Sends a PUT request with a JSON body, once. */
    public JsonNode put(String path, String body) throws InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(TIMEOUT)
                .header("Accept", "application/json, application/problem+json");
    }

    private JsonNode send(HttpRequest request) throws InterruptedException {
        String call = request.method() + " " + request.uri().getPath();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode answer = response.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(response.body());
            if (response.statusCode() < 300) {
                return answer;
            }
            throw new StoryFailedException(
                    call + " was answered " + response.statusCode() + " (" + problem(answer) + "): look at the log of "
                            + function + ".",
                    PASSING.contains(response.statusCode()),
                    null);
        } catch (IOException unanswered) {
            throw new StoryFailedException(
                    call + " was not answered: start the local cloud again; what was stored is kept.",
                    true,
                    unanswered);
        }
    }

    private static String problem(JsonNode answer) {
        List<String> parts = new ArrayList<>();
        for (String field : List.of("title", "detail")) {
            if (answer.path(field).isTextual()) {
                parts.add(answer.path(field).asText());
            }
        }
        answer.path("problems")
                .forEach(each -> parts.add(
                        each.path("pointer").asText() + " " + each.path("rule").asText()));
        return parts.isEmpty() ? "without a reason" : String.join(", ", parts).replaceAll("\\p{Cntrl}+", " ");
    }
}
