// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.edge.event.PushMessageTest;
import io.truename.testkit.InvokerProcess;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same function where the framework delivers events instead of requests. */
class EdgeEventsIT {
    private static InvokerProcess function;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        function = EdgeFunctionIT.probe().takingEvents().start();
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        function.close();
    }

    @Test
    void accept_cloudEventOfEventarc_reachesTheHandler() throws Exception {
        int status = deliver("/", PushMessageTest.envelope("aGVsbG8=", "1096434104173401"), "1096434104173401");

        assertThat(status).isEqualTo(200);
        assertThat(EdgeFunctionIT.answered(function, "1096434104173401"))
                .isPresent()
                .get()
                .asString()
                .contains("\"route\":\"/events\"", "\"dataLength\":5", "\"outcome\":\"done\"");
    }

    @Test
    void accept_bareBodyOfAPush_reachesTheHandler() throws Exception {
        int status = deliver("/projects/p/topics/t", PushMessageTest.envelope("aGVsbG8h", "1096434104173402"), "");

        assertThat(status).isEqualTo(200);
        assertThat(EdgeFunctionIT.answered(function, "\"dataLength\":6")).isPresent();
    }

    @Test
    void accept_messageWithATrace_belongsToIt() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        String envelope = PushMessageTest.envelope("aGVsbG8=", "1096434104173403")
                .replace("\"k\":\"v\"", "\"traceparent\":\"00-" + trace + "-00f067aa0ba902b7-01\"");
        deliver("/", envelope, "1096434104173403");

        assertThat(EdgeFunctionIT.answered(function, "1096434104173403").orElseThrow())
                .contains("trace\":\"" + trace)
                .doesNotContain("00f067aa0ba902b7");
    }

    private static int deliver(String path, String envelope, String cloudEventId) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(function.uri(path))
                .timeout(Duration.ofSeconds(30))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(envelope));
        if (!cloudEventId.isEmpty()) {
            request.header("ce-id", cloudEventId)
                    .header("ce-source", "//pubsub.googleapis.com/projects/p/topics/t")
                    .header("ce-specversion", "1.0")
                    .header("ce-type", "google.cloud.pubsub.topic.v1.messagePublished")
                    .header("ce-time", "2026-01-01T00:00:00.123Z");
        }
        return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
}
