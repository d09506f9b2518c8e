// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.pubsub.v1.ReceivedMessage;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.rename.RenameConsumer;
import io.truename.testkit.schema.SchemaVariant;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Renames of a run of migrate on their topic, followed by a bucket without ordering and a vector store with it. */
final class RenamesIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path MIGRATE = Path.of("..", "functions", "migrate", "target", "deploy");
    private static final SchemaVariant SCHEMA = SchemaVariant.FILES_WITH_METADATA;
    private static final String EXTERNAL = """

            external:
              - {store: objects, of: documents, pattern: 'raw/{id}.pdf'}
              - {store: vectors, of: chunks}
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private final TestDatabase database =
            TestServer.shared(TestServer.Version.NEWEST).database();
    private PubSubBench bench;
    private InvokerProcess function;

    @BeforeEach
    void start() throws IOException {
        SCHEMA.create(database, 60);
        bench = new PubSubBench();
        bench.createTopic("migration-steps");
        bench.createTopic("document-renames");
        bench.createSubscription(
                "objects", "document-renames", with -> with.setFilter("attributes.store = \"objects\""));
        bench.createSubscription(
                "vectors",
                "document-renames",
                with -> with.setFilter("attributes.store = \"vectors\"").setEnableMessageOrdering(true));
        function = InvokerProcess.ofDeployable(MIGRATE, "io.truename.migrate.MigrateFunction")
                .environment("TRUENAME_DATABASE_URL", database.url())
                .environment("TRUENAME_MAPPING", SCHEMA.mapping() + EXTERNAL)
                .environment("GOOGLE_CLOUD_PROJECT", LocalPubSub.PROJECT)
                .environment("PUBSUB_EMULATOR_HOST", bench.pubSub.target())
                .environment("TRUENAME_RENAMES_TOPIC", "document-renames")
                .environment("TRUENAME_MONITORING", "off")
                .start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        function.close();
        bench.close();
    }

    private Set<String> objects() {
        return Set.copyOf(database.rows("SELECT 'raw/' || id || '.pdf' FROM app.file"));
    }

    private Set<String> vectors() {
        return Set.copyOf(database.rows("SELECT id FROM app.chunk"));
    }

    @Test
    void stores_followARunAndItsRollback() throws Exception {
        Set<String> objectsBefore = objects();
        Set<String> vectorsBefore = vectors();
        RenameConsumer bucket = new RenameConsumer(objectsBefore);
        RenameConsumer index = new RenameConsumer(vectorsBefore);
        bench.faults("objects", "{\"duplicate\": 0.3, \"reorder\": true, \"loseAcks\": 0.2}");
        bench.faults("vectors", "{\"duplicate\": 0.3, \"loseAcks\": 0.2}");

        String run = sent("/migrations", "{\"acceptNoBackup\":true}").path("id").asText();
        stepsUntil(run, "planned");
        sent("/migrations/" + run + "/start", "{}");
        stepsUntil(run, "finished");
        follow("vectors", index, vectors());
        assertThat(vectors()).isNotEqualTo(vectorsBefore);

        // The bucket was away: it gets the way there and the way back at once.
        sent("/migrations/" + run + "/rollback", "{}");
        stepsUntil(run, "rolled_back");
        follow("objects", bucket, objectsBefore);
        follow("vectors", index, vectorsBefore);

        assertThat(objects()).isEqualTo(objectsBefore);
        assertThat(bucket.duplicates()).isPositive();
        assertThat(bucket.early()).isPositive();
        // Its messages are in order.
        assertThat(index.early()).isZero();
        assertThat(index.duplicates()).isPositive();
    }

    /** Takes messages until there are none, and each pair has had its effect. */
    private void follow(String store, RenameConsumer consumer, Set<String> wanted) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        long pairs = pairs(store);
        while (consumer.effects() < pairs || bench.status(store).backlog() > 0) {
            assertThat(Instant.now()).isBefore(deadline);
            sent("/steps", "{}");
            List<ReceivedMessage> messages = bench.glance(store, 50);
            for (ReceivedMessage message : messages) {
                if (consumer.take(
                        translated(JSON.readTree(message.getMessage().getData().toStringUtf8())))) {
                    bench.ack(store, message);
                } else {
                    bench.nack(store, message);
                }
            }
            // Acknowledgements that were lost are due again.
            bench.clock.advance(Duration.ofSeconds(11));
        }
        assertThat(consumer.effects()).isEqualTo((int) pairs);
        assertThat(consumer.names()).isEqualTo(wanted);
    }

    private static RenameConsumer.Pair translated(JsonNode pair) {
        return new RenameConsumer.Pair(
                pair.path("from").asText(),
                pair.path("to").asText(),
                pair.path("merged").asBoolean(),
                pair.path("direction").asText().equals("FORWARD"),
                pair.path("position").asLong(),
                pair.path("fromAfter").asLong(),
                pair.path("toAfter").asLong());
    }

    private long pairs(String store) throws Exception {
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(function.uri("/renames")).build(), BodyHandlers.ofString());
        for (JsonNode each : JSON.readTree(answer.body()).path("stores")) {
            if (each.path("store").asText().equals(store)) {
                return each.path("renames").asLong();
            }
        }
        return 0;
    }

    private void stepsUntil(String id, String outcome) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        String last;
        do {
            assertThat(Instant.now()).isBefore(deadline);
            last = sent("/steps", "{\"run\":\"" + id + "\",\"shard\":0}")
                    .path("outcome")
                    .asText();
        } while (!last.equals(outcome));
    }

    private JsonNode sent(String path, String body) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(function.uri(path))
                        .header("Content-Type", "application/json")
                        .timeout(PATIENCE)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return JSON.readTree(answer.body());
    }
}
