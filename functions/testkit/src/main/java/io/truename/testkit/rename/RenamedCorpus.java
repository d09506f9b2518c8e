// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.rename;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.schema.SchemaVariant;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Corpus whose ids are in the names of a bucket and of a vector store, and a process of {@code migrate} that moves it and publishes its
 * renames. Not thread-safe.
 */
public final class RenamedCorpus implements AutoCloseable {
    /** Store of the documents. */
    public static final String OBJECTS = "objects";

    /** Store of the chunks. */
    public static final String VECTORS = "vectors";

    /** Short name of the topic. */
    public static final String TOPIC = "document-renames";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final SchemaVariant SCHEMA = SchemaVariant.FILES_WITH_METADATA;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String EXTERNAL = """

            external:
              - {store: objects, of: documents, pattern: 'raw/{id}.pdf'}
              - {store: vectors, of: chunks}
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private final TestDatabase database;
    private @Nullable InvokerProcess function;

    /** A corpus in an empty database. */
    public RenamedCorpus(TestDatabase database, int documents) {
        this.database = database;
        SCHEMA.create(database, documents);
    }

    /**
     * Starts a process, after {@link #close} again.
     *
     * @param deployable of {@code migrate}
     * @param pubSub {@code host:port} of the topics
     */
    public void start(InvokerProcess.Builder deployable, String databaseUrl, String project, String pubSub) {
        function = deployable
                .environment("TRUENAME_DATABASE_URL", databaseUrl)
                .environment("TRUENAME_MAPPING", SCHEMA.mapping() + EXTERNAL)
                .environment("GOOGLE_CLOUD_PROJECT", project)
                .environment("PUBSUB_EMULATOR_HOST", pubSub)
                .environment("TRUENAME_RENAMES_TOPIC", TOPIC)
                .environment("TRUENAME_MONITORING", "off")
                .start();
    }

    /** The process. */
    public InvokerProcess function() {
        return Objects.requireNonNull(function, "not started");
    }

    /** Names that the bucket must have. */
    public Set<String> objects() {
        return Set.copyOf(database.rows("SELECT 'raw/' || id || '.pdf' FROM app.file"));
    }

    /** Names that the vector store must have. */
    public Set<String> vectors() {
        return Set.copyOf(database.rows("SELECT id FROM app.chunk"));
    }

    /** Id of a new run, which has moved everything. */
    public String finished() throws IOException, InterruptedException {
        String run = sent("/migrations", "{\"acceptNoBackup\":true}").path("id").asText();
        stepsUntil(run, "planned");
        sent("/migrations/" + run + "/start", "{}");
        stepsUntil(run, "finished");
        return run;
    }

    /** Takes a run back. */
    public void rolledBack(String run) throws IOException, InterruptedException {
        sent("/migrations/" + run + "/rollback", "{}");
        stepsUntil(run, "rolled_back");
    }

    /** Wakes runs and publishes, as the schedule does each minute. */
    public void tick() throws IOException, InterruptedException {
        sent("/steps", "{}");
    }

    /** Number of the pairs of a store that nobody has acknowledged. */
    public long pairs(String store) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(function().uri("/renames")).build(), BodyHandlers.ofString());
        for (JsonNode each : MAPPER.readTree(answer.body()).path("stores")) {
            if (each.path("store").asText().equals(store)) {
                return each.path("renames").asLong();
            }
        }
        return 0;
    }

    private void stepsUntil(String run, String outcome) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        String last;
        do {
            last = sent("/steps", "{\"run\":\"" + run + "\",\"shard\":0}")
                    .path("outcome")
                    .asText();
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new AssertionError("not " + outcome + ", but " + last);
            }
        } while (!last.equals(outcome));
    }

    private JsonNode sent(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(path, body);
        if (answer.statusCode() >= 300) {
            throw new AssertionError(answer.statusCode() + ": " + answer.body());
        }
        return MAPPER.readTree(answer.body());
    }

    /** Sends JSON, whatever the answer is. */
    public HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(function().uri(path))
                        .header("Content-Type", "application/json")
                        .timeout(PATIENCE)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    @Override
    public void close() {
        function().close();
    }
}
