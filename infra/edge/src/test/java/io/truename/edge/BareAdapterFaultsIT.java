// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.testkit.InvokerProcess;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The faults themselves: when one of these fails after an upgrade, a repair of the edge may no longer be needed. */
class BareAdapterFaultsIT {
    private static InvokerProcess function;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        function = InvokerProcess.of(System.getProperty("java.class.path"), BareFunction.class.getName())
                .start();
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        function.close();
    }

    @Test
    void smallBody_keepsItsStatus_soThatTheNextTestMeansSomething() throws Exception {
        HttpResponse<String> response = post("/", "{\"a\":\"b\"}");
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("X-Own")).contains("kept");
    }

    @Test
    void largeBody_losesStatusAndHeaders() throws Exception {
        HttpResponse<String> response = post("/", "{\"large\":1}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("X-Own")).isEmpty();
    }

    @Test
    void messageHeaders_leak() throws Exception {
        assertThat(post("/", "{}").headers().map()).containsKeys("id", "timestamp", "statuscode");
    }

    @Test
    void numbersOf64Bits_areRounded() throws Exception {
        assertThat(post("/", "{\"n\":9223372036854775807}").body()).doesNotContain("9223372036854775807");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "not json", "[1]", "\"x\""})
    void otherJson_is500(String body) throws Exception {
        assertThat(post("/", body).statusCode()).isEqualTo(500);
    }

    @Test
    void getWithoutBody_is500() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(function.uri("/")).build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(500);
    }

    @Test
    void anyPath_isTheSameFunction() throws Exception {
        assertThat(post("/nowhere", "{}").statusCode()).isEqualTo(201);
    }

    @Test
    void exception_hasNoProblemBody() throws Exception {
        HttpResponse<String> response = post("/", "{\"fail\":1}");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEmpty();
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(function.uri(path))
                .timeout(Duration.ofSeconds(30))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
