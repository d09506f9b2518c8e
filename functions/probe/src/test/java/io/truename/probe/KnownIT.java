// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.probe.http.ProbeRoutes;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.openapi.OpenApiDocument;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.testkit.suite.LongSuite;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Known look-ups of two instances of what is deployed, each with its own memory, on one real database. A change is made by SQL or by a
 * real migration; after the bound, both must answer it. Long, because both instances serve every case.
 */
class KnownIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final OpenApiDocument DESCRIPTION = OpenApiDocument.beside(ProbeRoutes.class);
    private static final Duration BOUND = Duration.ofMillis(300);
    private static final int DOCUMENTS = 300;
    private static final String INSERT =
            "INSERT INTO upload_pipeline.documents (document_id, user_id, filename, mime, bytes_len,"
                    + " file_sha256) VALUES ('%s', '%s', 'f', 'text/plain', 1, '%s')";

    private static TestDatabase database;
    private static Migration migration;
    private static List<InvokerProcess> instances;
    private static HttpClient client;

    private record Document(String user, String hash) {
        String query() {
            return "/known?user=" + URLEncoder.encode(user, StandardCharsets.UTF_8) + "&contentHash=" + hash;
        }

        String json() {
            return "{\"user\":\"" + user + "\",\"contentHash\":\"" + hash + "\"}";
        }
    }

    @BeforeAll
    static void start() {
        database = TestServer.shared(TestServer.Version.NEWEST).database();
        migration = Migration.ofSample(database, DOCUMENTS);
        instances = List.of(instance(BOUND), instance(BOUND));
        client = HttpClient.newHttpClient();
    }

    private static InvokerProcess instance(Duration bound) {
        return Deployable.process()
                .environment("TRUENAME_DATABASE_URL", database.url())
                .environment("TRUENAME_MAPPING", SchemaVariant.SAMPLE_PIPELINE.mapping())
                .environment("TRUENAME_KNOWN_BOUND_MILLIS", String.valueOf(bound.toMillis()))
                .start();
    }

    @AfterAll
    static void stop() {
        instances.forEach(InvokerProcess::close);
        migration.close();
    }

    @Test
    void document_stored_isKnownUnderItsId_inAnySpelling() throws Exception {
        Document stored = someDocument();
        for (InvokerProcess instance : instances) {
            assertThat(id(instance, stored)).isEqualTo(idIn(stored));
            assertThat(id(instance, new Document(stored.user, stored.hash.toUpperCase(Locale.ROOT))))
                    .isEqualTo(idIn(stored));
            assertThat(id(instance, new Document("auth0|nobody", stored.hash))).isEmpty();
        }
    }

    @Test
    void document_illegal_isRefusedWithFieldAndRule() throws Exception {
        InvokerProcess instance = instances.get(0);
        HttpResponse<String> refused = get(instance, "/known?user=a%20b&contentHash=12");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(MAPPER.readTree(refused.body()).path("detail").asText())
                .contains("user must be 1 to 256 printable ASCII characters without spaces")
                .contains("contentHash must be the file's SHA-256: 64 hex digits, got 2 characters");
        assertThat(get(instance, "/known?user=a").body()).contains("contentHash must be");
        assertThat(get(instance, "/known?user=a&user=b&contentHash=1&colour=1").body())
                .contains("may be given once only", "the parameters here are: user, contentHash");

        HttpResponse<String> many = post(
                instance,
                "{\"items\":[{\"user\":\"\",\"contentHash\":7},{\"contentHash\":\"" + "0".repeat(63)
                        + "g\",\"colour\":\"secret\"},3]}");
        assertThat(many.statusCode()).isEqualTo(400);
        assertThat(MAPPER.readTree(many.body()).path("problems").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder(
                        "/items/0/user",
                        "/items/0/contentHash",
                        "/items/1/user",
                        "/items/1/contentHash",
                        "/items/1/colour",
                        "/items/2",
                        "/items/2/user",
                        "/items/2/contentHash");
        assertThat(many.body()).doesNotContain("secret");
        String one = someDocument().json();
        assertThat(post(instance, "{\"items\":[" + (one + ",").repeat(1_000) + one + "]}")
                        .body())
                .contains("must have at most 1000 documents; split the request");
    }

    @Test
    void warming_isBounded_andDoneOrRefusedWithTheReason() throws Exception {
        InvokerProcess instance = instances.get(0);
        HttpResponse<String> refused = post(instance, "/known/warm", "{\"documents\":10001,\"colour\":1}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(MAPPER.readTree(refused.body()).path("problems").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/documents", "/colour");

        // Others change the corpus meanwhile, or it has no index by creation.
        HttpResponse<String> warmed = post(instance, "/known/warm", "{\"documents\":50}");
        JsonNode answer = MAPPER.readTree(warmed.body());
        if (warmed.statusCode() == 200) {
            assertThat(answer.path("documents").asInt()).isEqualTo(50);
            assertThat(answer.path("shared").asBoolean()).isFalse();
        } else {
            assertThat(warmed.statusCode()).isEqualTo(409);
            assertThat(answer.path("title").asText())
                    .isIn("There are no newest documents to read", "The corpus changed meanwhile");
        }
    }

    @Test
    void documents_many_areAnsweredInTheirOrder() throws Exception {
        List<Document> all = documents();
        String items = all.stream()
                .map(document -> document.json() + ",{\"user\":\"nobody\",\"contentHash\":\"" + document.hash + "\"}")
                .collect(Collectors.joining(","));
        HttpResponse<String> answer = post(instances.get(0), "{\"items\":[" + items + "]}");
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode found = MAPPER.readTree(answer.body()).path("items");
        assertThat(found).hasSize(2 * all.size());
        for (int at = 0; at < all.size(); at++) {
            assertThat(found.path(2 * at).path("id").asText()).isEqualTo(idIn(all.get(at)));
            assertThat(found.path(2 * at + 1).path("known").asBoolean(true)).isFalse();
        }
        assertThat(post(instances.get(0), "{\"items\":[]}").body()).isEqualTo("{\"items\":[]}");
    }

    @Test
    void insert_nobodyAnnounces_isAnsweredAfterTheBound() throws Exception {
        for (int round = 0; round < 5; round++) {
            Document added = new Document("user-" + UUID.randomUUID(), "%064x".formatted(round + 1));
            for (InvokerProcess instance : instances) {
                assertThat(id(instance, added)).isEmpty();
            }
            UUID id = UUID.randomUUID();
            database.execute(INSERT.formatted(id, added.user, added.hash));
            waitForTheBound();
            for (InvokerProcess instance : instances) {
                assertThat(id(instance, added)).isEqualTo(id.toString());
            }
            database.execute("DELETE FROM upload_pipeline.documents WHERE document_id = '" + id + "'");
        }
    }

    // An event says that a document was uploaded, not that it is stored.
    @Test
    void insert_anEventOfUploaded_isAnsweredAtOnce_andBelievedForNothingElse() throws Exception {
        Document added = new Document("user-" + UUID.randomUUID(), "ab".repeat(32));
        UUID id = UUID.randomUUID();
        String event = "{\"stage\":\"uploaded\",\"documentId\":\"" + id + "\",\"userId\":\"" + added.user
                + "\",\"contentHash\":\"" + added.hash + "\",\"eventId\":\"%d\"}";
        try (InvokerProcess patient = instance(Duration.ofMinutes(1))) {
            assertThat(id(patient, added)).isEmpty();
            assertThat(plainPost(patient, "/events", event.formatted(1))).isEqualTo(200);
            assertThat(id(patient, added)).isEmpty();
            database.execute(INSERT.formatted(id, added.user, added.hash));
            assertThat(id(patient, added)).as("within the bound of a minute").isEmpty();
            assertThat(plainPost(patient, "/events", event.formatted(2))).isEqualTo(200);
            assertThat(id(patient, added)).isEqualTo(id.toString());
        } finally {
            database.execute("DELETE FROM upload_pipeline.documents WHERE document_id = '" + id + "'");
        }
    }

    private static int plainPost(InvokerProcess instance, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(instance.uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString()).statusCode();
    }

    @LongSuite
    @Test
    void migration_eachBatchAndTheWayBack_isAnsweredAfterTheBound() throws Exception {
        List<Document> all = documents();
        assertAnswers(all);
        UUID run = migration.planned(Migration.SETTINGS);
        migration.command(run, RunCommand.START);
        for (int batch = 0; batch < 2; batch++) {
            migration.oneBatch(run, 0);
            waitForTheBound();
            assertAnswers(all);
        }
        migration.drive(run, RunState.FINISHED);
        waitForTheBound();
        assertAnswers(all);
        migration.command(run, RunCommand.ROLL_BACK);
        migration.oneBatch(run, 0);
        waitForTheBound();
        assertAnswers(all);
        migration.drive(run, RunState.ROLLED_BACK);
        waitForTheBound();
        assertAnswers(all);
    }

    /** Both instances answer what the database has, from memory the second time. */
    private static void assertAnswers(List<Document> all) throws Exception {
        String body = "{\"items\":[" + all.stream().map(Document::json).collect(Collectors.joining(",")) + "]}";
        List<String> expected = all.stream().map(KnownIT::idIn).toList();
        for (InvokerProcess instance : instances) {
            for (int time = 0; time < 2; time++) {
                JsonNode items = MAPPER.readTree(post(instance, body).body()).path("items");
                assertThat(items.findValuesAsText("id")).isEqualTo(expected);
            }
        }
    }

    private static void waitForTheBound() {
        long end = System.nanoTime() + BOUND.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static Document someDocument() {
        return documents().get(7);
    }

    private static List<Document> documents() {
        return database
                .rows("SELECT user_id, file_sha256 FROM upload_pipeline.documents ORDER BY filename, file_sha256")
                .stream()
                .map(row -> row.split("\t", -1))
                .map(columns -> new Document(columns[0], columns[1]))
                .toList();
    }

    private static String idIn(Document document) {
        return database.value("SELECT document_id FROM upload_pipeline.documents WHERE user_id = '" + document.user
                + "' AND file_sha256 = '" + document.hash + "'");
    }

    /** The id that an instance answers; empty if it does not know the document. */
    private static String id(InvokerProcess instance, Document document) throws Exception {
        HttpResponse<String> answer = get(instance, document.query());
        assertThat(answer.statusCode()).as("%s", instance.output().all()).isEqualTo(200);
        JsonNode read = MAPPER.readTree(answer.body());
        assertThat(read.path("known").asBoolean()).isEqualTo(read.has("id"));
        return read.path("id").asText();
    }

    private static HttpResponse<String> get(InvokerProcess instance, String path) throws Exception {
        return described(
                "get", client.send(HttpRequest.newBuilder(instance.uri(path)).build(), BodyHandlers.ofString()));
    }

    private static HttpResponse<String> post(InvokerProcess instance, String body) throws Exception {
        return post(instance, "/known", body);
    }

    private static HttpResponse<String> post(InvokerProcess instance, String path, String body) throws Exception {
        return described(
                "post",
                client.send(
                        HttpRequest.newBuilder(instance.uri(path))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString()));
    }

    private static HttpResponse<String> described(String method, HttpResponse<String> answer) {
        String type = answer.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
        String path = answer.uri().getPath();
        assertThat(DESCRIPTION.answerErrors(path, method, answer.statusCode(), type, answer.body()))
                .as(answer.body())
                .isEmpty();
        return answer;
    }
}
