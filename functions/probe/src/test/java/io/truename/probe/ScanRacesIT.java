// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.testkit.suite.LongSuite;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Calls that race for the same scans, on two instances that begin with an empty schema. A caller gets the work done or hears that it
 * may try again; nothing counts as our fault. {@code -Dtruename.rounds=500} looks longer.
 */
@LongSuite
class ScanRacesIT {
    private static final int ROUNDS = Integer.getInteger("truename.rounds", 2);
    private static final List<String> BODIES = List.of(
            "{\"kind\":\"full\"}",
            "{\"kind\":\"incremental\"}",
            "{\"kind\":\"sample\",\"rows\":200}",
            "{\"kind\":\"full\",\"seconds\":1}");

    private final TestDatabase database =
            TestServer.shared(TestServer.Version.NEWEST).database();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<InvokerProcess> instances = new ArrayList<>();

    @BeforeEach
    void start() {
        SchemaVariant.SAMPLE_PIPELINE.create(database, 30);
        for (int i = 0; i < 2; i++) {
            instances.add(Deployable.process()
                    .environment("TRUENAME_DATABASE_URL", database.url())
                    .environment("TRUENAME_MAPPING", SchemaVariant.SAMPLE_PIPELINE.mapping())
                    .start());
        }
    }

    @AfterEach
    void stop() {
        instances.forEach(InvokerProcess::close);
    }

    @Test
    void racingCalls_areNeverOurFault() {
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(round()).as("round " + round + "\n" + faults()).doesNotContainKey(500);
        }
    }

    @Test
    void racingCalls_whoseSessionsAreEnded_areNeverOurFault() {
        for (int round = 0; round < ROUNDS; round++) {
            List<CompletableFuture<HttpResponse<String>>> answers = sent();
            for (int i = 0; i < 3; i++) {
                database.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
                        + " 'truename-probe' AND datname = current_database()");
            }
            assertThat(statuses(answers)).as("round " + round + "\n" + faults()).doesNotContainKey(500);
        }
    }

    private Map<Integer, Long> round() {
        return statuses(sent());
    }

    private List<CompletableFuture<HttpResponse<String>>> sent() {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (InvokerProcess instance : instances) {
            for (String body : BODIES) {
                answers.add(post(instance, "/scans", body));
                answers.add(post(instance, "/scans/steps", body));
            }
            answers.add(post(instance, "/scans/steps", "{}"));
            answers.add(client.sendAsync(
                    HttpRequest.newBuilder(instance.uri("/findings?limit=10")).build(), BodyHandlers.ofString()));
        }
        return answers;
    }

    private CompletableFuture<HttpResponse<String>> post(InvokerProcess instance, String path, String body) {
        return client.sendAsync(
                HttpRequest.newBuilder(instance.uri(path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static Map<Integer, Long> statuses(List<CompletableFuture<HttpResponse<String>>> answers) {
        return answers.stream()
                .map(answer -> answer.join().statusCode())
                .collect(Collectors.groupingBy(status -> status, TreeMap::new, Collectors.counting()));
    }

    private String faults() {
        return instances.stream()
                .flatMap(instance -> instance.output().all().stream())
                .filter(line -> line.contains("request.failed"))
                .collect(Collectors.joining("\n"));
    }
}
