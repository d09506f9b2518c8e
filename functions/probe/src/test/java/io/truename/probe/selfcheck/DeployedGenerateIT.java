// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.selfcheck;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import io.truename.identity.Namespace;
import io.truename.probing.selfcheck.Answers;
import io.truename.probing.selfcheck.Question;
import io.truename.probing.selfcheck.Questions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A foreign generate that answers as it likes. */
class DeployedGenerateIT {
    private static final Duration LONGEST = Duration.ofMillis(700);
    private static final List<Question> QUESTIONS = Questions.of(Namespace.DEFAULT, 3);
    private static final WireMockServer FOREIGN =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    @BeforeAll
    static void start() {
        FOREIGN.start();
    }

    @AfterAll
    static void stop() {
        FOREIGN.stop();
    }

    private static Answers answer(ResponseDefinitionBuilder response) {
        FOREIGN.resetAll();
        FOREIGN.stubFor(post("/functions/generate/ids").willReturn(response));
        URI health = URI.create(FOREIGN.baseUrl() + "/functions/generate/health");
        return new DeployedGenerate(Optional.of(health), LONGEST).answer(Namespace.DEFAULT, QUESTIONS);
    }

    private static String json(Object namespace, List<Question> questions) {
        return questions.stream()
                .map(question -> "{\"kind\":\"any\",\"id\":\"" + question.inJava() + "\"}")
                .collect(Collectors.joining(",", "{\"namespace\":\"" + namespace + "\",\"items\":[", "]}"));
    }

    private static String reason(ResponseDefinitionBuilder response) {
        return ((Answers.None) answer(response)).reason();
    }

    @Test
    void ids_asTheyWereGiven() {
        assertThat(answer(okJson(json(Namespace.DEFAULT.id(), QUESTIONS))))
                .isEqualTo(new Answers.Given(
                        QUESTIONS, QUESTIONS.stream().map(Question::inJava).toList()));
        String body = FOREIGN.getAllServeEvents().get(0).getRequest().getBodyAsString();
        assertThat(body).contains("\"kind\":\"document\",\"userId\":\"user123\"", "\"ordinal\":2147483647");
    }

    @Test
    void otherNamespace_isTold() {
        assertThat(answer(okJson(json("x", QUESTIONS))))
                .isEqualTo(
                        new Answers.OtherNamespace("x", Namespace.DEFAULT.id().toString()));
    }

    @Test
    void noAnswer_saysWhy() {
        assertThat(reason(aResponse().withStatus(500))).isEqualTo("generate answered with status 500.");
        assertThat(reason(okJson(json(Namespace.DEFAULT.id(), QUESTIONS.subList(1, 9)))))
                .contains("not the JSON");
        assertThat(reason(aResponse().withBody("<html>"))).contains("not the JSON");
        assertThat(reason(okJson("{\"items\":[]}"))).contains("not the JSON");
        assertThat(reason(aResponse().withBody(new byte[70_000]))).contains("more than 65536 bytes");
        assertThat(reason(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)))
                .contains("could not be reached");
        assertThat(new DeployedGenerate(Optional.empty()).answer(Namespace.DEFAULT, QUESTIONS))
                .isEqualTo(new Answers.None("TRUENAME_ENDPOINTS names no endpoint generate."));
    }

    // A body that comes bit by bit passes a time-out of the headers.
    @Test
    void lateAnswer_isNotWaitedFor() {
        String right = json(Namespace.DEFAULT.id(), QUESTIONS);
        assertThat(reason(okJson(right).withFixedDelay(5_000))).contains("did not answer in 700 ms");
        assertThat(reason(okJson(right).withChunkedDribbleDelay(10, 5_000))).contains("did not answer in 700 ms");
    }
}
