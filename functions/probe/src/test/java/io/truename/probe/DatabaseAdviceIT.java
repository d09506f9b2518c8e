// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.probe.http.ProbeRoutes;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.openapi.OpenApiDocument;
import io.truename.testkit.schema.SchemaVariant;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** Advice over HTTP, from the deployable in the real invoker. */
class DatabaseAdviceIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final OpenApiDocument DESCRIPTION = OpenApiDocument.beside(ProbeRoutes.class);

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void advice_isGiven_comparedWithTheReadingBefore() throws Exception {
        TestDatabase corpus = TestServer.shared(TestServer.Version.NEWEST).database();
        SchemaVariant.SAMPLE_PIPELINE.create(corpus, 30);
        corpus.execute("ANALYZE; CREATE INDEX twin ON upload_pipeline.events (job_id)");
        try (InvokerProcess function = Deployable.process()
                .environment("TRUENAME_DATABASE_URL", corpus.url())
                .environment("TRUENAME_MAPPING", SchemaVariant.SAMPLE_PIPELINE.mapping())
                .start()) {
            JsonNode first = get(function, "/database", 200);
            assertThat(first.path("comparedWith").isNull()).isTrue();
            assertThat(first.path("items")).hasSize(1);
            JsonNode advice = first.path("items").get(0);
            assertThat(advice.path("rule").asText()).isEqualTo("index.duplicate");
            assertThat(advice.path("statement").asText()).startsWith("DROP INDEX CONCURRENTLY \"upload_pipeline\".");
            assertThat(first.path("unseen").findValuesAsText("what")).contains("slow and growing statements");
            corpus.execute(advice.path("statement").asText());
            JsonNode second = get(function, "/database?limit=1", 200);
            assertThat(second.path("comparedWith").asText()).isNotEmpty();
            assertThat(second.path("items")).isEmpty();
            get(function, "/database?limit=201", 400);
            get(function, "/database?colour=1", 400);
        }
    }

    @Test
    void advice_withoutDatabase_saysWhichSettingHelps() throws Exception {
        try (InvokerProcess function = Deployable.process().start()) {
            assertThat(get(function, "/database", 503).path("detail").asText()).contains("TRUENAME_DATABASE_URL");
        }
    }

    private JsonNode get(InvokerProcess function, String path, int status) throws Exception {
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(function.uri(path)).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        String media = answer.headers().firstValue("content-type").orElse("").split(";", -1)[0];
        assertThat(DESCRIPTION.answerErrors("/database", "get", status, media, answer.body()))
                .isEmpty();
        return MAPPER.readTree(answer.body());
    }
}
