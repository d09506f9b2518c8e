// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.fault.ArmedFault;
import io.truename.testkit.fault.Fault;
import io.truename.testkit.fault.TcpProxy;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.testkit.suite.LongSuite;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A full scan whose process is killed at one statement after the other, and ends with the findings of a scan left alone. */
@LongSuite
class ScanKilledIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final SchemaVariant SCHEMA = SchemaVariant.SOFT_REFERENCES;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Reading, the findings' and the scan's own rows; the end last. Killed before the first, after the second, and so on. */
    private static final List<String> STATEMENTS = List.of(
            "/* truename:scan */",
            "SET progress = $3",
            "INSERT INTO truename.scan_part",
            "INSERT INTO truename.finding ",
            "INSERT INTO truename.finding_history",
            "INSERT INTO truename.scan_memory",
            "SET state = 'DONE'");

    private final HttpClient client = HttpClient.newHttpClient();
    private final TestServer server = TestServer.shared(TestServer.Version.NEWEST);
    private final TestDatabase calm = corpus();
    private final TestDatabase killed = corpus();
    private final TcpProxy proxy = TcpProxy.before(server.port());
    private InvokerProcess process = start(calm.url());

    private TestDatabase corpus() {
        TestDatabase corpus = server.database();
        SCHEMA.create(corpus, 40);
        return corpus;
    }

    private static InvokerProcess start(String url) {
        return Deployable.process()
                .environment("TRUENAME_DATABASE_URL", url)
                .environment("TRUENAME_MAPPING", SCHEMA.mapping())
                .start();
    }

    @AfterEach
    void stop() {
        process.close();
        proxy.close();
    }

    @Test
    void fullScan_killedAtEachKindOfStatement_endsWithTheSameFindings() throws Exception {
        assertThat(step().path("outcome").asText()).isEqualTo("done");
        process.close();
        process = start(killed.url(proxy.port()));
        boolean answered = false;
        for (String statement : STATEMENTS) {
            ArmedFault armed = proxy.atNext(statement, kill(answered));
            assertThat(endsWithTheProcess()).as(statement).isTrue();
            assertThat(armed.awaitOver(PATIENCE)).as(statement).isTrue();
            answered = !answered;
            // As after the lease's time.
            killed.execute("UPDATE truename.scan SET expires_at = clock_timestamp() - interval '1 second'"
                    + " WHERE state = 'RUNNING'");
            process = start(killed.url(proxy.port()));
        }
        assertThat(step().path("outcome").asText()).isEqualTo("done");
        assertThat(findings(killed)).isEqualTo(findings(calm)).isNotEmpty();
        assertThat(history(killed)).isEqualTo(history(calm));
        assertThat(killed.value("SELECT count(*) FROM truename.scan")).isEqualTo("1");
    }

    /** Kills the process before the server sees the statement, or once it has answered. */
    private Fault kill(boolean answered) {
        return exchange -> {
            if (answered) {
                exchange.forward();
                exchange.awaitAnswer();
            }
            process.close();
            exchange.cut();
        };
    }

    /** Whether the next step of the scan has no answer. */
    private boolean endsWithTheProcess() throws InterruptedException {
        try {
            step();
            return false;
        } catch (IOException killedInTheMiddle) {
            return true;
        }
    }

    private JsonNode step() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(process.uri("/scans/steps"))
                .header("content-type", "application/json")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString("{\"kind\":\"full\"}"))
                .build();
        return MAPPER.readTree(client.send(request, BodyHandlers.ofString()).body());
    }

    private static List<String> history(TestDatabase corpus) {
        return corpus.rows(
                "SELECT fingerprint, event, count FROM truename.finding_history ORDER BY fingerprint, event, count");
    }

    private static List<String> findings(TestDatabase corpus) {
        return corpus.rows("SELECT fingerprint, state, count FROM truename.finding ORDER BY fingerprint");
    }
}
