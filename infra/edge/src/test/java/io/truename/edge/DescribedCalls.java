// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.openapi.OpenApiDocument;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Calls of a deployed function. Every answer is held against the function's description. */
public final class DescribedCalls {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final InvokerProcess function;
    private final OpenApiDocument description;

    public DescribedCalls(InvokerProcess function, OpenApiDocument description) {
        this.function = function;
        this.description = description;
    }

    /** Gets a path; {@code template} is its path in the description. */
    public HttpResponse<String> get(String template, String path) throws IOException, InterruptedException {
        return described(template, "get", plain("GET", path, ""));
    }

    /** Posts JSON to a path, likewise. */
    public HttpResponse<String> post(String template, String path, String body)
            throws IOException, InterruptedException {
        return described(template, "post", plain("POST", path, body));
    }

    /** Gets a path without variables, and expects a status. */
    public JsonNode get(int status, String path) throws IOException, InterruptedException {
        return expected(status, get(path.split("\\?", 2)[0], path));
    }

    /** Posts JSON to a path without variables, and expects a status. */
    public JsonNode post(int status, String path, String body) throws IOException, InterruptedException {
        return expected(status, post(path, path, body));
    }

    private static JsonNode expected(int status, HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return MAPPER.readTree(answer.body());
    }

    /** Sends a request that the description need not know; the empty text for no body. */
    public HttpResponse<String> plain(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(function.uri(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> described(String template, String method, HttpResponse<String> answer) {
        String mediaType =
                answer.headers().firstValue("Content-Type").orElse("").split(";", -1)[0];
        assertThat(description.answerErrors(template, method, answer.statusCode(), mediaType, answer.body()))
                .as(answer.body())
                .isEmpty();
        return answer;
    }
}
