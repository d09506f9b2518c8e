// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.migrate.http.MigrateRoutes;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.openapi.OpenApiDocument;
import io.truename.testkit.schema.KeyedVariant;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A corpus whose keys stay, over HTTP; every answer is held against the description. */
class BesideKeysIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final OpenApiDocument DESCRIPTION = OpenApiDocument.beside(MigrateRoutes.class);
    private static final KeyedVariant VARIANT = KeyedVariant.URLS_AND_CHUNK_STATS;

    private static TestDatabase database;
    private static InvokerProcess function;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        database = TestServer.shared(TestServer.Version.NEWEST).database();
        VARIANT.create(database, 30);
        function = Deployable.process()
                .environment("TRUENAME_DATABASE_URL", database.url())
                .environment("TRUENAME_MAPPING", VARIANT.mapping())
                .start();
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        function.close();
    }

    @Test
    void run_writesTrueIds_thatAreFoundByKeys_andComesBack() throws Exception {
        Map<String, String> before = VARIANT.contents(database);
        JsonNode run = post("/migrations", "/migrations", "{\"acceptNoBackup\":true}", 201);
        String id = run.path("id").asText();
        assertThat(run.path("findings").findValuesAsText("code")).contains("true-id.unindexed");
        stepsUntil(id, "planned");
        post("/migrations/{id}/start", "/migrations/" + id + "/start", "{}", 202);
        stepsUntil(id, "finished");

        JsonNode finished = get("/migrations/{id}", "/migrations/" + id, 200);
        assertThat(finished.at("/documents/done").asInt()).isEqualTo(27);
        assertThat(finished.at("/documents/skipped").asInt()).isEqualTo(3);
        assertThat(finished.at("/validation/summary").asText()).startsWith("27 of 30 documents and ");
        assertThat(get("/migrations/{id}/report", "/migrations/" + id + "/report", 200)
                        .isEmpty())
                .isFalse();
        assertThat(get("/migrations/{id}/collisions", "/migrations/" + id + "/collisions", 200)
                        .at("/items/0/oldId")
                        .asText())
                .startsWith("index.");
        String key = database.value("SELECT min(id) FROM index.documents WHERE \"True Id\" IS NOT NULL");
        String trueId = database.value("SELECT \"True Id\" FROM index.documents WHERE id = '" + key + "'");
        String table = "/aliases?table=index.documents&";
        JsonNode there = get("/aliases", table + "key=" + URLEncoder.encode(key, StandardCharsets.UTF_8), 200);
        assertThat(there.path("id").asText()).isEqualTo(trueId);
        assertThat(get("/aliases", table + "id=" + trueId, 200)).isEqualTo(there);

        post("/migrations/{id}/rollback", "/migrations/" + id + "/rollback", "{}", 202);
        stepsUntil(id, "rolled_back");

        assertThat(VARIANT.contents(database)).isEqualTo(before);
        assertThat(get("/aliases", table + "id=" + trueId, 200)).isEqualTo(there);
        get("/aliases", table + "key=" + URLEncoder.encode(key, StandardCharsets.UTF_8), 404);
        assertThat(delete("/migrations/" + id + "/aliases?force=true")
                        .path("rows")
                        .asInt())
                .isPositive();
        get("/aliases", table + "id=" + trueId, 404);
    }

    @Test
    void lookUp_ofWhatIsNoKeyOrTable_isRefused() throws Exception {
        for (String query : new String[] {
            "",
            "?table=index.documents",
            "?table=a.b.c&key=1",
            "?table=t&key=1&id=x",
            "?table=t&key=",
            "?table=t&id=1&more=2"
        }) {
            get("/aliases", "/aliases" + query, 400);
        }
        get("/aliases", "/aliases?table=nowhere.t&key=1", 404);
        get("/aliases", "/aliases?table=pg_catalog.pg_class&key=1", 404);
    }

    @Test
    void assessment_countsRows_andThoseThatShareATrueId() throws Exception {
        Map<String, String> before = VARIANT.contents(database);
        JsonNode done = post("/assessments", "/assessments", "{}", 200);

        assertThat(done.path("state").asText()).isEqualTo("DONE");
        JsonNode sections = done.at("/report/sections");
        assertThat(sections.at("/0/key").asText()).isEqualTo("backfill");
        JsonNode documents = sections.at("/0/rows/0");
        assertThat(documents.path("table").asText()).isEqualTo("index.documents");
        assertThat(documents.path("rows").asLong()).isEqualTo(30);
        assertThat(documents.path("held").asLong()).isZero();
        assertThat(documents.path("toWrite").asLong()).isEqualTo(30);
        assertThat(documents.path("shared").asLong()).isEqualTo(3);
        assertThat(documents.path("about").asText()).isEqualTo("no");
        assertThat(sections.at("/0/rows/0/shared").asLong()
                        + sections.at("/0/rows/1/shared").asLong())
                .hasToString(database.value(VARIANT.twice()));
        assertThat(sections.at("/1/key").asText()).isEqualTo("findings");
        assertThat(VARIANT.contents(database)).isEqualTo(before);
        assertThat(get("/assessments/{id}", "/assessments/" + done.path("id").asText(), 200)
                        .path("report"))
                .isEqualTo(done.path("report"));
    }

    private static void stepsUntil(String id, String outcome) throws Exception {
        String last = "";
        for (int steps = 0; steps < 50; steps++) {
            last = post("/steps", "/steps", "{\"run\":\"" + id + "\",\"shard\":0}", 200)
                    .toString();
            if (last.contains("\"" + outcome + "\"")) {
                return;
            }
        }
        throw new AssertionError("The last step was answered " + last);
    }

    private static JsonNode get(String template, String path, int status) throws Exception {
        return described(template, "get", path, "", status);
    }

    private static JsonNode post(String template, String path, String body, int status) throws Exception {
        return described(template, "post", path, body, status);
    }

    private static JsonNode delete(String path) throws Exception {
        return described("/migrations/{id}/aliases", "delete", path, "", 200);
    }

    private static JsonNode described(String template, String method, String path, String body, int status)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(function.uri(path))
                .method(
                        method.toUpperCase(Locale.ROOT),
                        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        String mediaType =
                answer.headers().firstValue("Content-Type").orElse("").split(";", -1)[0];
        assertThat(DESCRIPTION.answerErrors(template, method, answer.statusCode(), mediaType, answer.body()))
                .as(answer.body())
                .isEmpty();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return MAPPER.readTree(answer.body());
    }
}
