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
import io.truename.testkit.schema.SchemaVariant;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bucket that follows a run over HTTP; every answer is held against the description. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenameIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final OpenApiDocument DESCRIPTION = OpenApiDocument.beside(MigrateRoutes.class);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final TestDatabase database =
            TestServer.shared(TestServer.Version.NEWEST).database();
    private final HttpClient client = HttpClient.newHttpClient();
    private final InvokerProcess function;

    RenameIT() {
        SchemaVariant.SAMPLE_PIPELINE.create(database, 30);
        function = Deployable.process()
                .environment("TRUENAME_DATABASE_URL", database.url())
                .environment(
                        "TRUENAME_MAPPING",
                        SchemaVariant.SAMPLE_PIPELINE.mapping()
                                + "\nexternal: [{store: objects, of: documents, pattern: 'raw/{id}.pdf'}]\n")
                .start();
    }

    @AfterAll
    void stop() {
        function.close();
    }

    private Set<String> objects() {
        return new HashSet<>(database.rows("SELECT 'raw/' || document_id || '.pdf' FROM upload_pipeline.documents"));
    }

    @Test
    void bucket_followsTheRun() throws Exception {
        Set<String> bucket = objects();
        assertThat(json(sent("/renames", "get", "", null)).path("stores")).isEmpty();
        String id = json(sent("/migrations", "post", "", "{\"acceptNoBackup\":true}"))
                .path("id")
                .asText();
        stepsUntil(id, "planned");
        sent("/migrations/{id}/start", "post", "/migrations/" + id + "/start", "{}");
        stepsUntil(id, "finished");

        assertThat(json(sent("/renames", "get", "", null)).at("/stores/0/store").asText())
                .isEqualTo("objects");
        String cursor = "";
        Instant deadline = Instant.now().plus(LONGEST);
        while (!bucket.equals(objects())) {
            assertThat(Instant.now()).isBefore(deadline);
            JsonNode page = json(sent(
                    "/renames",
                    "get",
                    "/renames?store=objects&limit=7" + (cursor.isEmpty() ? "" : "&after=" + cursor),
                    null));
            for (JsonNode rename : page.path("items")) {
                assertThat(bucket.remove(rename.path("from").asText())).isTrue();
                bucket.add(rename.path("to").asText());
                assertThat(rename.path("run").asText()).isEqualTo(id);
            }
            cursor = page.path("next").asText(cursor);
        }
        HttpResponse<String> unseen =
                sent("/renames/acknowledge", "post", "", "{\"store\":\"objects\",\"until\":\"999999999999.1\"}");
        assertThat(unseen.statusCode()).isEqualTo(409);
        assertThat(unseen.body()).contains("until must be the cursor of a pair of this store");
        JsonNode gone =
                json(sent("/renames/acknowledge", "post", "", "{\"store\":\"objects\",\"until\":\"" + cursor + "\"}"));
        assertThat(gone.path("rows").asInt()).isPositive();
        assertThat(gone.path("done").asBoolean()).isTrue();
        assertThat(json(sent("/renames", "get", "/renames?store=objects", null)).path("items"))
                .isEmpty();
        String written = "\"event\":\"renames.acknowledged\"";
        assertThat(function.output().text(written)).contains(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?store=A", "?store=", "?after=7", "?store=a&after=-1.0", "?limit=0", "?until=1.1"})
    void parameter_thatIsNotLegal_isRefused(String query) throws Exception {
        assertThat(sent("/renames", "get", "/renames" + query, null).statusCode())
                .isEqualTo(400);
    }

    /** Catches a mistyped name that reads as a store that has followed all its pairs. */
    @Test
    void storeThatNobodyNames_isNotFound() throws Exception {
        HttpResponse<String> read = sent("/renames", "get", "/renames?store=object", null);
        HttpResponse<String> acknowledged =
                sent("/renames/acknowledge", "post", "", "{\"store\":\"object\",\"until\":\"7.1\"}");
        assertThat(List.of(read.statusCode(), acknowledged.statusCode())).containsExactly(404, 404);
        assertThat(read.body())
                .contains("store must be one that the mapping names in external")
                .isEqualTo(acknowledged.body());
    }

    @Test
    void placeOfAnotherServer_isRefused() throws Exception {
        HttpResponse<String> refused = sent("/renames", "get", "/renames?store=objects&after=999999999999.1", null);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("begin again without after");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"store\":\"a\"}",
                "{\"store\":\"a\",\"until\":7}",
                "{\"store\":\"a\",\"until\":\"7\"}",
                "{\"store\":\"'; --\",\"until\":\"7.1\"}"
            })
    void acknowledgement_thatIsNotLegal_isRefused(String body) throws Exception {
        assertThat(sent("/renames/acknowledge", "post", "", body).statusCode()).isEqualTo(400);
    }

    private void stepsUntil(String id, String outcome) throws Exception {
        Instant deadline = Instant.now().plus(LONGEST);
        String last;
        do {
            assertThat(Instant.now()).isBefore(deadline);
            last = json(sent("/steps", "post", "", "{\"run\":\"" + id + "\",\"shard\":0}"))
                    .path("outcome")
                    .asText();
        } while (!last.equals(outcome));
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return MAPPER.readTree(response.body());
    }

    private HttpResponse<String> sent(String route, String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(function.uri(path.isEmpty() ? route : path));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> response = client.send(
                request.method(
                                method.toUpperCase(Locale.ROOT),
                                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        assertThat(DESCRIPTION.answerErrors(
                        route,
                        method,
                        response.statusCode(),
                        response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", ""),
                        response.body()))
                .isEmpty();
        return response;
    }
}
