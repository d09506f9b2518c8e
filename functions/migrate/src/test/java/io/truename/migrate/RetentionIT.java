// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.migrate.http.MigrateRoutes;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.openapi.OpenApiDocument;
import io.truename.testkit.schema.SchemaVariant;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run to its end, and then what it left: shown, kept while somebody asks, dropped. In a database of its own: it is not taken back. */
class RetentionIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final OpenApiDocument DESCRIPTION = OpenApiDocument.beside(MigrateRoutes.class);
    private static final String UNKNOWN = "7d444840-9dc0-41d1-b245-5ffdce74fad2";

    private final TestDatabase database =
            TestServer.shared(TestServer.Version.NEWEST).database();
    private final HttpClient client = HttpClient.newHttpClient();
    private final InvokerProcess function;

    RetentionIT() {
        SchemaVariant.SAMPLE_PIPELINE.create(database, 30);
        function = Deployable.process()
                .environment("TRUENAME_DATABASE_URL", database.url())
                .environment("TRUENAME_MAPPING", SchemaVariant.SAMPLE_PIPELINE.mapping())
                .start();
    }

    @AfterEach
    void stop() {
        function.close();
    }

    @Test
    void endedRun_isKeptWhileSomebodyAsks_thenDropped() throws Exception {
        String known = database.value("SELECT min(document_id::text) FROM upload_pipeline.documents"
                + " WHERE uuid_extract_version(document_id) = 4");
        String id = json(sent("/migrations", "post", "/migrations", "{\"acceptNoBackup\":true}"))
                .path("id")
                .asText();
        String run = "/migrations/" + id;
        assertThat(sent("/migrations/{id}/aliases", "delete", run + "/aliases?force=true", null))
                .satisfies(refused -> {
                    assertThat(refused.statusCode()).isEqualTo(409);
                    assertThat(refused.body()).contains("The run is PLANNING");
                });
        stepsUntil(id, "planned");
        sent("/migrations/{id}/start", "post", run + "/start", "{}");
        stepsUntil(id, "finished");

        sent("/aliases/{oldId}", "get", "/aliases/" + known, null);
        sent("/aliases/{oldId}", "get", "/aliases/" + UNKNOWN, null);
        JsonNode kept = json(sent("/retention", "get", "/retention", null));
        assertThat(kept.path("kept").findValuesAsText("what"))
                .containsExactly("plan-and-aliases", "archive", "records", "renames");
        assertThat(kept.at("/lookups/byDay/0/late").asInt()).isEqualTo(1);
        assertThat(kept.at("/lookups/absent").asInt()).isEqualTo(1);
        assertThat(kept.at("/runs/0/id").asText()).isEqualTo(id);
        assertThat(kept.at("/runs/0/rollbackPossible").asBoolean()).isTrue();
        assertThat(kept.at("/runs/0/reason").isNull()).isTrue();

        assertThat(sent("/migrations/{id}/aliases", "delete", run + "/aliases", null)
                        .body())
                .contains("The run ended 0 days ago", "force it");
        new BookkeepingChanges(database).endedAgo(Duration.ofDays(31));
        HttpResponse<String> asked = sent("/migrations/{id}/aliases", "delete", run + "/aliases?quietDays=30", null);
        assertThat(asked.statusCode()).isEqualTo(409);
        assertThat(asked.body()).contains("found 1 times in the last 30 days");
        assertThat(json(sent("/migrations/{id}", "get", run, null)).path("commands"))
                .hasSize(2);

        JsonNode dropped =
                json(sent("/migrations/{id}/aliases", "delete", run + "/aliases?quietDays=30&force=true", null));
        assertThat(dropped.path("rows").asInt()).isPositive();
        assertThat(dropped.path("done").asBoolean()).isTrue();
        assertThat(json(sent("/migrations/{id}/aliases", "delete", run + "/aliases", null))
                        .path("rows")
                        .asInt())
                .isZero();
        assertThat(json(sent("/migrations/{id}/archive", "delete", run + "/archive", null))
                        .path("done")
                        .asBoolean())
                .isTrue();

        assertThat(sent("/aliases/{oldId}", "get", "/aliases/" + known, null).statusCode())
                .isEqualTo(404);
        HttpResponse<String> refused = sent("/migrations/{id}/rollback", "post", run + "/rollback", "{}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("were dropped");
        assertThat(json(sent("/migrations/{id}", "get", run, null)).path("commands"))
                .isEmpty();
        JsonNode after = json(sent("/retention", "get", "/retention", null)).at("/runs/0");
        assertThat(after.path("rollbackPossible").asBoolean()).isFalse();
        assertThat(after.path("reason").asText()).isEqualTo("Its aliases were dropped.");
        assertThat(sent("/migrations/{id}/report", "get", run + "/report", null).statusCode())
                .isEqualTo(200);
        String[] written = {"\"event\":\"migration.dropped\"", "\"what\":\"archive\"", "\"late\":1"};
        assertThat(function.output().text(written)).contains(written);
    }

    @Test
    void whatIsNotThere_orNotLegal_isRefused() throws Exception {
        for (String what : List.of("aliases", "archive")) {
            String template = "/migrations/{id}/" + what;
            for (String id : List.of(UNKNOWN, "x")) {
                assertThat(sent(template, "delete", "/migrations/" + id + "/" + what, null)
                                .statusCode())
                        .isEqualTo(404);
            }
            assertThat(sent(template, "delete", "/migrations/" + UNKNOWN + "/" + what + "?colour=1", null)
                            .statusCode())
                    .isEqualTo(400);
            HttpResponse<String> got = plain("GET", "/migrations/" + UNKNOWN + "/" + what, null);
            assertThat(got.statusCode()).isEqualTo(405);
            assertThat(got.headers().firstValue("Allow")).contains("DELETE");
        }
        for (String query : List.of("quietDays=0", "quietDays=x", "quietDays=1&quietDays=2", "force=yes")) {
            assertThat(sent("/migrations/{id}/aliases", "delete", "/migrations/" + UNKNOWN + "/aliases?" + query, null)
                            .statusCode())
                    .isEqualTo(400);
        }
        assertThat(sent("/retention", "get", "/retention?limit=1", null).statusCode())
                .isEqualTo(400);
    }

    private void stepsUntil(String id, String outcome) throws Exception {
        String last = "";
        for (int steps = 0; steps < 50; steps++) {
            last = sent("/steps", "post", "/steps", "{\"run\":\"" + id + "\",\"shard\":0}")
                    .body();
            if (last.contains("\"" + outcome + "\"")) {
                return;
            }
        }
        throw new AssertionError("The last step was answered " + last);
    }

    /** What is answered, held against the description. */
    private HttpResponse<String> sent(String template, String method, String path, String body) throws Exception {
        HttpResponse<String> answer = plain(method.toUpperCase(java.util.Locale.ROOT), path, body);
        String mediaType =
                answer.headers().firstValue("Content-Type").orElse("").split(";", -1)[0];
        assertThat(DESCRIPTION.answerErrors(template, method, answer.statusCode(), mediaType, answer.body()))
                .as(answer.body())
                .isEmpty();
        return answer;
    }

    private HttpResponse<String> plain(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(function.uri(path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return MAPPER.readTree(answer.body());
    }
}
