// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.testkit.InvokerProcess;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many requests to an instance that the cloud then ends: few lines, and sums that lose none. */
class SampledLinesIT {
    private static final int REQUESTS = 2_000;
    private static final int REFUSED = 20;

    @Test
    void manyRequests_fewLines_exactTotals() throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        try (InvokerProcess function = Deployable.process().start()) {
            HttpClient client = HttpClient.newHttpClient();
            for (int i = 0; i < REQUESTS; i++) {
                post(client, function, "{\"items\":[{\"kind\":\"job\"},{\"kind\":\"job\"},{\"kind\":\"job\"}]}");
            }
            for (int i = 0; i < REFUSED; i++) {
                post(client, function, "{\"kind\":\"jab\"}");
            }
            function.terminate();
            for (String line : function.output().all()) {
                if (line.contains("\"event\":\"request.answered\"")) {
                    lines.add(new ObjectMapper().readTree(line));
                }
            }
        }
        assertThat(lines).hasSizeLessThan(REQUESTS / 4);
        assertThat(sum(lines, "done", "count")).isEqualTo(REQUESTS);
        assertThat(lines.stream()
                        .mapToLong(line -> line.path("items").path("job").asLong())
                        .sum())
                .isEqualTo(3L * REQUESTS);
        assertThat(lines.stream().filter(line -> line.path("outcome").asText().equals("refused")))
                .hasSize(REFUSED)
                .allMatch(line -> line.path("rule").asText().equals("choice"));
    }

    private static void post(HttpClient client, InvokerProcess function, String body) throws Exception {
        client.send(
                HttpRequest.newBuilder(function.uri("/ids"))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.discarding());
    }

    private static long sum(List<JsonNode> lines, String outcome, String field) {
        return lines.stream()
                .filter(line -> line.path("outcome").asText().equals(outcome))
                .mapToLong(line -> line.path(field).asLong())
                .sum();
    }
}
