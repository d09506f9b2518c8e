// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.migration;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.local.story.FunctionClient;
import io.truename.local.story.StoryFailedException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** HTTP client of {@code migrate}. */
final class MigrateClient {
    private final FunctionClient migrate;

    MigrateClient(URI gateway) {
        this.migrate = new FunctionClient(gateway, "migrate");
    }

    /** Starts an assessment and returns it when it is done. */
    JsonNode assess() throws InterruptedException {
        JsonNode answer = migrate.post("/assessments", "{}");
        while (answer.path("state").asText().equals("RUNNING")) {
            TimeUnit.MILLISECONDS.sleep(500);
            answer = migrate.get("/assessments/" + answer.path("id").asText());
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
        return RunView.of(migrate.post("/migrations", "{\"acceptNoBackup\":true}"));
    }

    RunView run(String id) throws InterruptedException {
        return RunView.of(migrate.get("/migrations/" + id));
    }

    List<RunView> runs() throws InterruptedException {
        List<RunView> runs = new ArrayList<>();
        migrate.get("/migrations?limit=100").path("items").forEach(item -> runs.add(RunView.of(item)));
        return runs;
    }

    /** Returns all batches of a run so far. */
    List<JsonNode> batches(String id) throws InterruptedException {
        List<JsonNode> batches = new ArrayList<>();
        String after = "";
        while (true) {
            JsonNode page = migrate.get("/migrations/" + id + "/batches?limit=100" + after);
            page.path("items").forEach(batches::add);
            if (!page.path("next").isTextual()) {
                return batches;
            }
            after = "&after=" + URLEncoder.encode(page.path("next").asText(), StandardCharsets.UTF_8);
        }
    }

    /** Sends a command to a run, such as {@code start} or {@code rollback}. */
    void command(String id, String command) throws InterruptedException {
        migrate.post("/migrations/" + id + "/" + command, "{}");
    }
}
