// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.migration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.local.story.StoryFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** HTTP client of {@code migrate}. */
final class MigrateClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int READ_ATTEMPTS = 5;
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final String base;

    MigrateClient(URI gateway) {
        this.base = gateway.toString().replaceAll("/+$", "") + "/functions/migrate";
    }

    /** Starts an assessment and returns it when it is done. */
    JsonNode assess() throws InterruptedException {
        JsonNode answer = post("/assessments", "{}");
        while (answer.path("state").asText().equals("RUNNING")) {
            TimeUnit.MILLISECONDS.sleep(500);
            answer = get("/assessments/" + answer.path("id").asText());
        }
        if (answer.path("state").asText().equals("FAILED")) {
            throw new StoryFailedException(
                    "the assessment failed (" + answer.path("error").asText("no reason given")
                            + "): look at the log of migrate.",
                    false,
                    null);
        }
        return answer.has("report") ? answer.get("report") : answer;
    }

    /** Plans a migration of the whole corpus, without a backup because the database is a demonstration. */
    RunView plan() throws InterruptedException {
        return RunView.of(post("/migrations", "{\"acceptNoBackup\":true}"));
    }

    RunView run(String id) throws InterruptedException {
        return RunView.of(get("/migrations/" + id));
    }

    List<RunView> runs() throws InterruptedException {
        List<RunView> runs = new ArrayList<>();
        get("/migrations?limit=100").path("items").forEach(item -> runs.add(RunView.of(item)));
        return runs;
    }

    /** Returns all batches of a run so far. */
    List<JsonNode> batches(String id) throws InterruptedException {
        List<JsonNode> batches = new ArrayList<>();
        String after = "";
        while (true) {
            JsonNode page = get("/migrations/" + id + "/batches?limit=100" + after);
            page.path("items").forEach(batches::add);
            if (!page.path("next").isTextual()) {
                return batches;
            }
            after = "&after=" + URLEncoder.encode(page.path("next").asText(), StandardCharsets.UTF_8);
        }
    }

    /** Sends a command to a run, such as {@code start} or {@code rollback}. */
    void command(String id, String command) throws InterruptedException {
        post("/migrations/" + id + "/" + command, "{}");
    }

    /** Sends a GET request. It is idempotent, so it is retried while the function restarts. */
    private JsonNode get(String path) throws InterruptedException {
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

    private JsonNode post(String path, String body) throws InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
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
                    call + " was answered " + response.statusCode() + " (" + problem(answer)
                            + "): look at the log of migrate.",
                    PASSING.contains(response.statusCode()),
                    null);
        } catch (IOException unanswered) {
            throw new StoryFailedException(
                    call + " was not answered: start the local cloud again; what was migrated is kept.",
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
