// SPDX-License-Identifier: Apache-2.0
package io.truename.tune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.openapi.OpenApiDocument;
import io.truename.tune.http.TuneRoutes;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Calls of a running function, whose answers are held against the description. */
final class DescribedCalls {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final OpenApiDocument description = OpenApiDocument.beside(TuneRoutes.class);
    private final HttpClient client = HttpClient.newHttpClient();
    private final InvokerProcess function;

    DescribedCalls(InvokerProcess function) {
        this.function = function;
    }

    JsonNode get(int status, String path) throws Exception {
        return answer(
                status,
                path.split("\\?", 2)[0],
                "get",
                HttpRequest.newBuilder(function.uri(path)).build());
    }

    JsonNode post(int status, String path, String body) throws Exception {
        return answer(
                status,
                path,
                "post",
                HttpRequest.newBuilder(function.uri(path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    private JsonNode answer(int status, String template, String method, HttpRequest request) throws Exception {
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        String mediaType =
                answer.headers().firstValue("Content-Type").orElse("").split(";", -1)[0];
        assertThat(description.answerErrors(template, method, status, mediaType, answer.body()))
                .as(answer.body())
                .isEmpty();
        return MAPPER.readTree(answer.body());
    }
}
