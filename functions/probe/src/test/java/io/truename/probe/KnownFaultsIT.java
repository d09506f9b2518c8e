// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.probe.http.ProbeRoutes;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.openapi.OpenApiDocument;
import io.truename.testkit.redis.RedisServer;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Known look-ups of two instances that share a real Redis server, which loses, garbles and hides what it has; so does the database. */
@LongSuite
class KnownFaultsIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final OpenApiDocument DESCRIPTION = OpenApiDocument.beside(ProbeRoutes.class);
    private static final String ABSENT = "/known?user=nobody&contentHash=" + "0".repeat(64);

    /** Between two looks at a state that comes by itself. */
    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    private TestDatabase database;
    private RedisServer redis;
    private final List<InvokerProcess> instances = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> queries = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();

    @BeforeAll
    static void needsRedis() {
        assumeTrue(RedisServer.isInstalled(), RedisServer.ABSENT);
    }

    private void start(TestServer server, int number) {
        database = server.database();
        SchemaVariant.SAMPLE_PIPELINE.create(database, 40);
        try (Database ours = Database.of(DatabaseUrl.parse(database.url()), "test", 1)) {
            SchemaMigrations.run(ours);
        }
        redis = RedisServer.start();
        for (String row : database.rows("SELECT user_id, file_sha256, document_id FROM upload_pipeline.documents")) {
            String[] columns = row.split("\t", -1);
            queries.add("/known?user=" + URLEncoder.encode(columns[0], StandardCharsets.UTF_8) + "&contentHash="
                    + columns[1]);
            ids.add(columns[2]);
        }
        for (int i = 0; i < number; i++) {
            instances.add(instance(1_000));
        }
    }

    private InvokerProcess instance(int bound) {
        return Deployable.process()
                .environment("TRUENAME_DATABASE_URL", database.url())
                .environment("TRUENAME_MAPPING", SchemaVariant.SAMPLE_PIPELINE.mapping())
                .environment("TRUENAME_KNOWN_BOUND_MILLIS", String.valueOf(bound))
                .environment("TRUENAME_REDIS_URL", redis.url())
                .start();
    }

    @AfterEach
    void stop() {
        instances.forEach(InvokerProcess::close);
        redis.close();
    }

    @Test
    void store_garbledFrozenAndKilled_isNeverBelieved_andCostsALittle() throws Exception {
        start(TestServer.shared(TestServer.Version.NEWEST), 2);
        InvokerProcess one = instances.get(0);
        InvokerProcess other = instances.get(1);
        connect(one);
        connect(other);
        assertRight(one);
        assertRight(other);
        assertThat(stats(other).at("/store/answers").asInt()).isPositive();

        // Every key has another one's value, or none at all.
        List<String> keys = redis.command("KEYS", "truename:known:*").lines().toList();
        assertThat(keys).hasSizeGreaterThan(20);
        String first = redis.command("GET", keys.get(0));
        for (int at = 0; at < keys.size(); at++) {
            if (at % 4 == 3) {
                redis.command("DEL", keys.get(at));
                redis.command("LPUSH", keys.get(at), "a");
            } else {
                redis.command("SET", keys.get(at), at % 4 == 0 ? first : at % 4 == 1 ? "\u0000\u00ff" : "{\"id\":1}");
            }
        }
        InvokerProcess third = instance(1_000);
        instances.add(third);
        connect(third);
        assertRight(third);
        assertThat(stats(third).at("/store/corrupt").asInt()).isPositive();

        redis.freeze();
        assertSlowAtMostOnce(instance(50));
        redis.thaw();
        redis.kill();
        assertSlowAtMostOnce(instance(50));
        assertRight(one);
        assertRight(other);
        redis.restart();
        connect(one);
        assertRight(one);
    }

    /** A new instance, of which each answer is right although the store does not answer. */
    private void assertSlowAtMostOnce(InvokerProcess fresh) throws Exception {
        instances.add(fresh);
        assertThat(get(fresh, ABSENT).body()).isEqualTo("{\"known\":false}");
        int slow = 0;
        for (int at = 0; at < queries.size(); at++) {
            long begun = System.nanoTime();
            assertThat(id(fresh, queries.get(at))).isEqualTo(ids.get(at));
            slow += System.nanoTime() - begun > Duration.ofMillis(50).toNanos() ? 1 : 0;
        }
        JsonNode store = stats(fresh).path("store");
        assertThat(store.path("reachable").asBoolean()).isFalse();
        assertThat(store.path("failures").asInt()).isBetween(1, 4);
        assertThat(store.path("skipped").asInt()).isPositive();
        // The machine may be slow as well, but not for as often as there are look-ups.
        assertThat(slow).isLessThan(queries.size() / 2);
    }

    @Test
    void database_down_saysWhatIsKnown_andOtherwiseThatItCannotTell() throws Exception {
        InvokerProcess one;
        try (TestServer server = TestServer.start(TestServer.Version.NEWEST, Map.of("fsync", "off"))) {
            start(server, 2);
            one = instances.get(0);
            assertRight(one);
            assertThat(get(one, ABSENT).body()).isEqualTo("{\"known\":false}");
        }
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        HttpResponse<String> absent;
        do {
            LockSupport.parkNanos(PAUSE_NANOS);
            absent = get(one, ABSENT);
        } while (absent.statusCode() == 200 && System.nanoTime() < end);
        assertThat(absent.statusCode()).isEqualTo(503);
        assertThat(absent.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        JsonNode known = MAPPER.readTree(get(one, queries.get(0)).body());
        assertThat(known.path("known").asBoolean()).isTrue();
        assertThat(known.path("id").asText()).isEqualTo(ids.get(0));
        assertThat(known.path("asOf").asText()).startsWith("20");
        assertThat(get(one, "/known?user=" + UUID.randomUUID() + "&contentHash=" + "a".repeat(64))
                        .statusCode())
                .isEqualTo(503);
        assertThat(get(instances.get(1), queries.get(0)).statusCode()).isEqualTo(503);
        assertThat(stats(one).path("unanswered").asInt()).isPositive();
    }

    @Test
    void changes_announced_areTaken_byAMessageAndByHand() throws Exception {
        start(TestServer.shared(TestServer.Version.NEWEST), 1);
        InvokerProcess one = instances.get(0);
        String hash = "b".repeat(64);
        String query = "/known?user=me&contentHash=" + hash;
        String name = "{\"user\":\"me\",\"contentHash\":\"" + hash + "\"}";
        assertThat(get(one, query).body()).isEqualTo("{\"known\":false}");
        UUID id = UUID.randomUUID();
        database.execute(
                "INSERT INTO upload_pipeline.documents (document_id, user_id, filename, mime, bytes_len, file_sha256)"
                        + " VALUES ('" + id + "', 'me', 'f', 'text/plain', 1, '" + hash + "')");
        assertThat(change(one, "{\"stored\":[" + name + "]}").body())
                .isEqualTo("{\"stored\":1,\"removed\":0,\"everything\":false}");
        assertThat(id(one, query)).isEqualTo(id.toString());
        database.execute("DELETE FROM upload_pipeline.documents WHERE document_id = '" + id + "'");
        String data = java.util.Base64.getEncoder()
                .encodeToString(("{\"removed\":[" + name + "]}").getBytes(StandardCharsets.UTF_8));
        assertThat(change(one, "{\"message\":{\"data\":\"" + data + "\",\"messageId\":\"1\"},\"subscription\":\"s\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(get(one, query).body()).isEqualTo("{\"known\":false}");
        assertThat(change(one, "{\"everything\":true}").statusCode()).isEqualTo(200);
        assertThat(change(one, "{\"removed\":[{\"user\":\"a b\"}],\"colour\":1}")
                        .body())
                .contains("/removed/0/user", "/removed/0/contentHash", "/colour");
        assertRight(one);
        JsonNode stats = stats(one);
        assertThat(stats.at("/memory/forgotten").asInt()).isEqualTo(2);
        assertThat(stats.at("/database/indexed").asText()).isEqualTo("both");
        assertThat(stats.at("/database/index").asText()).contains("documents_user_id_file_sha256_key");
    }

    /** Asks until the instance has a connection to the store: its first look-ups do not wait for it. */
    private void connect(InvokerProcess instance) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!stats(instance).at("/store/reachable").asBoolean()) {
            assertThat(System.nanoTime()).as("connected in time").isLessThan(end);
            get(instance, "/known?user=" + UUID.randomUUID() + "&contentHash=" + "0".repeat(64));
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void assertRight(InvokerProcess instance) throws Exception {
        for (int at = 0; at < queries.size(); at++) {
            assertThat(id(instance, queries.get(at))).isEqualTo(ids.get(at));
        }
    }

    private String id(InvokerProcess instance, String query) throws Exception {
        HttpResponse<String> answer = get(instance, query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return MAPPER.readTree(answer.body()).path("id").asText();
    }

    private JsonNode stats(InvokerProcess instance) throws Exception {
        HttpResponse<String> answer = get(instance, "/known/stats");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }

    private HttpResponse<String> get(InvokerProcess instance, String path) throws Exception {
        return described(
                "get", client.send(HttpRequest.newBuilder(instance.uri(path)).build(), BodyHandlers.ofString()));
    }

    private HttpResponse<String> change(InvokerProcess instance, String body) throws Exception {
        return described(
                "post",
                client.send(
                        HttpRequest.newBuilder(instance.uri("/known/changes"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString()));
    }

    private static HttpResponse<String> described(String method, HttpResponse<String> answer) {
        String type = answer.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
        assertThat(DESCRIPTION.answerErrors(answer.uri().getPath(), method, answer.statusCode(), type, answer.body()))
                .as(answer.body())
                .isEmpty();
        return answer;
    }
}
