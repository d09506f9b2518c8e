// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.pubsub.v1.PublishRequest;
import io.truename.catalog.Catalog;
import io.truename.catalog.CatalogReader;
import io.truename.catalog.ScheduleSpec;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.BookkeepingTables.Batch;
import io.truename.postgres.rekeying.fixture.BookkeepingTables.Document;
import io.truename.rekeying.run.DocumentState;
import io.truename.rekeying.run.StepChains;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.testkit.suite.LongSuite;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The trace of the schedule that wakes a stalled run, over two instances, down to the rows that moved. */
@LongSuite
class ScheduledTraceIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Catalog CATALOG = CatalogReader.read(Path.of("..", "..", "terraform", "catalog"));
    private static final int DOCUMENTS = 5;

    private static final String COMMANDS = "1af7651916cd43dd8448eb211c80319c";
    private static final String SCHEDULED = "2af7651916cd43dd8448eb211c80319c";
    private static final String DELIVERY = "3af7651916cd43dd8448eb211c80319c";

    private final HttpClient client = HttpClient.newHttpClient();
    private Topics topics;
    private TestDatabase database;
    private InvokerProcess first;
    private InvokerProcess second;

    @BeforeEach
    void start() throws Exception {
        topics = Topics.start();
        database = TestServer.shared(TestServer.Version.NEWEST).database();
        SchemaVariant.SAMPLE_PIPELINE.create(database, DOCUMENTS);
        first = instance();
        second = instance();
    }

    private InvokerProcess instance() {
        return Deployable.process()
                .environment("TRUENAME_DATABASE_URL", database.url())
                .environment("TRUENAME_MAPPING", SchemaVariant.SAMPLE_PIPELINE.mapping())
                .environment("GOOGLE_CLOUD_PROJECT", "p1")
                .environment("PUBSUB_EMULATOR_HOST", topics.address())
                .environment("TRUENAME_MONITORING", "off")
                .start();
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
        topics.close();
    }

    @Test
    void stalledRun_isOneTrace_fromItsScheduleToItsRows() throws Exception {
        String run = stalledRun();

        // Cloud Scheduler publishes without a trace: the push of its message starts one.
        ScheduleSpec schedule = CATALOG.schedules().get("migrate-stalled-runs");
        assertThat(push(first, schedule.payload(), schedule.attributes(), SCHEDULED))
                .contains("\"outcome\":\"woken\"");
        assertThat(deliverSteps(SCHEDULED, second, first)).isPositive();

        String last = "\"to\":\"FINISHED\"";
        assertThat(second.output()
                        .await(line -> line.contains(last), Duration.ofSeconds(1))
                        .or(() -> first.output().await(line -> line.contains(last), Duration.ofSeconds(10))))
                .isPresent();
        for (InvokerProcess instance : List.of(first, second)) {
            List<JsonNode> lines = lines(instance, SCHEDULED);
            assertThat(lines).isNotEmpty();
            // Each request has a span of its own, and its lines share it.
            assertThat(lines.stream()
                            .filter(line -> line.path("event").asText().equals("request.answered"))
                            .map(line ->
                                    line.path("logging.googleapis.com/spanId").asText()))
                    .doesNotHaveDuplicates();
        }
        assertThat(lines(second, COMMANDS)).isEmpty();
        assertThat(lines(second, DELIVERY)).isEmpty();
        assertThat(lines(first, DELIVERY)).isEmpty();
        JsonNode moved = lines(second, SCHEDULED).stream()
                .filter(line -> line.path("event").asText().equals("migration.batch"))
                .findFirst()
                .orElseThrow();
        assertThat(moved.path("run").asText()).isEqualTo(run);
        assertThat(moved.path("documents").asInt()).isEqualTo(DOCUMENTS);

        BookkeepingTables tables = new BookkeepingTables(database);
        assertThat(tables.batches()).isNotEmpty().extracting(Batch::traceId).containsOnly(Optional.of(SCHEDULED));
        List<Document> documents = tables.documents();
        assertThat(documents).hasSize(DOCUMENTS).allMatch(document -> document.state() == DocumentState.MOVED);
        assertThat(database.rows(sqlOfReadme(SCHEDULED)))
                .hasSize(documents.size() + tables.chunks().size())
                .containsAll(documents.stream()
                        .map(document -> "document\t" + document.oldId() + "\t" + document.newId())
                        .toList());
        HttpResponse<String> batches = client.send(
                HttpRequest.newBuilder(second.uri("/migrations/" + run + "/batches"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(batches.body()).contains("\"trace\":\"" + SCHEDULED + "\"");
    }

    /** A run that was started, and whose first step never arrives. */
    private String stalledRun() throws Exception {
        HttpResponse<String> created = command("/migrations", "{\"acceptNoBackup\":true}");
        assertThat(created.statusCode()).isEqualTo(201);
        String id = created.headers().firstValue("Location").orElseThrow().replace("migrations/", "");
        deliverSteps(COMMANDS, first);
        assertThat(command("/migrations/" + id + "/start", "{}").statusCode()).isEqualTo(202);
        assertThat(topics.requests()).isNotEmpty();
        topics.requests().clear();
        new BookkeepingChanges(database).stepsDueEarlier(StepChains.PATIENCE.plusSeconds(1));
        return id;
    }

    private HttpResponse<String> command(String path, String body) throws Exception {
        return client.send(request(first, path, body, COMMANDS), BodyHandlers.ofString());
    }

    /** Delivers each step in turn to the instances until none comes any more; how many there were. */
    private int deliverSteps(String trace, InvokerProcess... instances) throws Exception {
        int steps = 0;
        for (; !topics.requests().isEmpty() && steps < 200; steps++) {
            PublishRequest step = topics.requests().remove(0);
            assertThat(step.getTopic()).endsWith("/migration-steps");
            Map<String, String> attributes = new HashMap<>(step.getMessages(0).getAttributesMap());
            assertThat(attributes.get("traceparent")).startsWith("00-" + trace);
            // Without the time before which it must not be done: the test does not wait for holds.
            attributes.remove("notBefore");
            push(
                    instances[steps % instances.length],
                    step.getMessages(0).getData().toStringUtf8(),
                    attributes,
                    DELIVERY);
        }
        assertThat(topics.requests()).isEmpty();
        return steps;
    }

    private String push(InvokerProcess instance, String data, Map<String, String> attributes, String trace)
            throws Exception {
        ObjectNode envelope = JSON.createObjectNode().put("subscription", "projects/p1/subscriptions/migrate-steps");
        ObjectNode message = envelope.putObject("message")
                .put("messageId", "42")
                .put("data", Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)));
        message.set("attributes", JSON.valueToTree(attributes));
        HttpResponse<String> answer = client.send(
                request(
                        instance,
                        CATALOG.subscriptions()
                                .get("migrate-steps")
                                .push()
                                .orElseThrow()
                                .path(),
                        envelope.toString(),
                        trace),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static HttpRequest request(InvokerProcess instance, String path, String body, String trace) {
        return HttpRequest.newBuilder(instance.uri(path))
                .header("content-type", "application/json")
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static List<JsonNode> lines(InvokerProcess instance, String trace) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : instance.output().all()) {
            // The framework prints lines of its own.
            JsonNode json = line.startsWith("{") ? JSON.readTree(line) : JSON.missingNode();
            if (json.path("logging.googleapis.com/trace").asText().equals("projects/p1/traces/" + trace)) {
                lines.add(json);
            }
        }
        return lines;
    }

    /** The query of the section "Following a run", for one trace. */
    private static String sqlOfReadme(String trace) throws Exception {
        String section = Files.readString(Path.of("README.md")).split("\n## Following a run\n", 2)[1];
        String sql = section.split("```sql\n", 2)[1].split("\n```", 2)[0];
        String placeholder = "'0af7651916cd43dd8448eb211c80319c'";
        assertThat(sql).contains(placeholder);
        return sql.replace(placeholder, "'" + trace + "'");
    }
}
