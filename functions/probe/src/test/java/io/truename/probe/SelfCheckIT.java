// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.truename.identity.Namespace;
import io.truename.probe.http.ProbeRoutes;
import io.truename.probing.selfcheck.Question;
import io.truename.probing.selfcheck.Questions;
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
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Self-checks from the deployable to findings and log, with a foreign server as the deployed generate. */
class SelfCheckIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final OpenApiDocument DESCRIPTION = OpenApiDocument.beside(ProbeRoutes.class);
    private static final int SEED = 20_261_128;
    private static final String WRONG = "7d444840-9dc0-41d1-b245-5ffdce74fad2";
    private static final WireMockServer GENERATE =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    private static TestDatabase database;
    private static InvokerProcess function;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        GENERATE.start();
        database = TestServer.shared(TestServer.Version.NEWEST).database();
        SchemaVariant.SAMPLE_PIPELINE.create(database, 5);
        function = Deployable.process()
                .environment("TRUENAME_DATABASE_URL", database.url())
                .environment("TRUENAME_MAPPING", SchemaVariant.SAMPLE_PIPELINE.mapping())
                .environment("TRUENAME_ENDPOINTS", "generate=" + GENERATE.baseUrl() + "/health")
                .start();
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        function.close();
        GENERATE.stop();
    }

    private static ResponseDefinitionBuilder ids(boolean wrong) {
        List<Question> questions = Questions.of(Namespace.DEFAULT, SEED);
        Question last = questions.get(questions.size() - 1);
        return okJson(questions.stream()
                .map(question -> "{\"id\":\"" + (wrong && question.equals(last) ? WRONG : question.inJava()) + "\"}")
                .collect(Collectors.joining(
                        ",", "{\"namespace\":\"" + Namespace.DEFAULT.id() + "\",\"items\":[", "]}")));
    }

    private static JsonNode check(ResponseDefinitionBuilder answer) throws Exception {
        GENERATE.resetAll();
        GENERATE.stubFor(post("/ids").willReturn(answer));
        HttpResponse<String> checked = send("POST", "/self-checks", "{\"seed\":" + SEED + "}");
        assertThat(checked.statusCode()).as(checked.body()).isEqualTo(200);
        return MAPPER.readTree(checked.body());
    }

    private static String outcomes(JsonNode check) {
        return check.path("outcome").asText() + ": "
                + String.join(" ", check.path("ways").findValuesAsText("outcome"));
    }

    private static List<String> findings() {
        return database.rows("SELECT kind || ' ' || detail || ' ' || state || ' ' || count FROM truename.finding");
    }

    @Test
    void disagreement_isAFinding_untilACheckAgrees() throws Exception {
        assertThat(outcomes(check(ids(false)))).isEqualTo("agreed: agreed agreed agreed");
        assertThat(findings()).isEmpty();

        JsonNode wrong = check(ids(true));
        assertThat(outcomes(wrong)).isEqualTo("disagreed: agreed agreed disagreed");
        assertThat(wrong.at("/ways/2/differences/0/got").asText()).isEqualTo(WRONG);
        assertThat(findings()).containsExactly("recipe.disagrees generate OPEN 1");
        HttpResponse<String> shown = send("GET", "/findings?severity=CRITICAL", null);
        assertThat(MAPPER.readTree(shown.body()).at("/items/0/samples/0").asText())
                .isEqualTo(wrong.at("/ways/2/differences/0/expected").asText());
        assertThat(function.output()
                        .await(
                                line -> line.contains("\"probe.self_check\"")
                                        && line.contains("\"severity\":\"ERROR\"")
                                        && line.contains("\"generate\":\"disagreed\""),
                                Duration.ofSeconds(10)))
                .isPresent();

        for (ResponseDefinitionBuilder unknown :
                List.of(aResponse().withStatus(500), aResponse().withBody("<html>"))) {
            assertThat(outcomes(check(unknown))).isEqualTo("unchecked: agreed agreed unchecked");
        }
        assertThat(findings()).as("not knowing resolves nothing").containsExactly("recipe.disagrees generate OPEN 1");

        database.executeAsSuperuser("DROP EXTENSION \"uuid-ossp\"");
        JsonNode without = check(ids(false));
        assertThat(outcomes(without)).isEqualTo("unchecked: agreed unchecked agreed");
        assertThat(without.at("/ways/1/reason").asText()).contains("neither extension uuid-ossp nor pgcrypto");
        assertThat(findings()).containsExactly("recipe.disagrees generate RESOLVED 0");

        JsonNode kept =
                MAPPER.readTree(send("GET", "/self-checks?limit=2", null).body());
        assertThat(kept.at("/items/0")).isEqualTo(without);
        assertThat(kept.path("next").asText()).isNotEmpty();
        assertThat(send("GET", "/self-checks?limit=0", null).statusCode()).isEqualTo(400);
        assertThat(send("POST", "/self-checks", "{\"seed\":-1,\"colour\":2}").statusCode())
                .isEqualTo(400);
        String push =
                "{\"message\":{\"messageId\":\"7\",\"data\":\"e30=\"},\"subscription\":\"projects/p1/subscriptions/x\"}";
        assertThat(send("POST", "/self-checks", push).statusCode()).isBetween(200, 204);
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(function.uri(path));
        HttpResponse<String> answer = client.send(
                body == null
                        ? request.build()
                        : request.header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString(body))
                                .build(),
                BodyHandlers.ofString());
        String media = answer.headers().firstValue("Content-Type").orElse("").split(";", -1)[0];
        assertThat(DESCRIPTION.answerErrors(
                        path.split("[?]", -1)[0],
                        method.toLowerCase(java.util.Locale.ROOT),
                        answer.statusCode(),
                        media,
                        answer.body()))
                .as(answer.body())
                .isEmpty();
        return answer;
    }
}
