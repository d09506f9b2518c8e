// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.edge.corpus.Missing;
import io.truename.edge.corpus.NotSetUpException;
import io.truename.edge.http.EdgeBody;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.Routes;
import io.truename.edge.http.Settlement;
import io.truename.edge.log.EventLog;
import io.truename.edge.log.ServiceContext;
import io.truename.edge.log.TraceContext;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrateRoutesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-27T12:00:00Z"), ZoneOffset.UTC);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final EventLog log = new EventLog(
            () -> new PrintStream(out, true, StandardCharsets.UTF_8),
            CLOCK,
            "p1",
            new ServiceContext("migrate", "7"),
            EventLog.Undeclared.REFUSED);

    // Before, Error Reporting ignored the only line of severity ERROR.
    @ParameterizedTest
    @CsvSource({
        "GET,  /migrations, DATABASE",
        "POST, /migrations, MAPPING",
        "POST, /steps,      DATABASE",
        "GET,  /health,     DATABASE",
    })
    void missingSetting_goesToErrorReporting(String method, String path, Missing missing) throws Exception {
        Routes routes = MigrateRoutes.of(
                () -> {
                    throw new NotSetUpException(missing, "Set it.");
                },
                new MigrateEvents(log),
                CLOCK,
                Duration.ofSeconds(1),
                new Settlement("migrate", Optional.empty(), log));

        assertThat(routes.apply(request(method, path)).status()).isEqualTo(503);

        JsonNode line = new ObjectMapper().readTree(out.toByteArray());
        assertThat(line.path("severity").asText()).isEqualTo("ERROR");
        assertThat(line.path("event").asText()).isEqualTo("setup.missing");
        assertThat(line.path("missing").asText()).isEqualToIgnoringCase(missing.name());
        assertThat(line.path("message").asText()).contains("TRUENAME_" + missing);
        assertThat(line.path("@type").asText()).endsWith(".ReportedErrorEvent");
        assertThat(line.at("/serviceContext/service").asText()).isEqualTo("migrate");
        assertThat(line.at("/context/reportLocation/functionName").asText()).contains("CorpusEvents.notSetUp");
    }

    private static EdgeRequest request(String method, String path) {
        return new EdgeRequest(
                method,
                path,
                Map.of(),
                Map.of(),
                Optional.of("application/json"),
                Optional.empty(),
                Optional.empty(),
                new EdgeBody.Whole("{}".getBytes(StandardCharsets.UTF_8)),
                TraceContext.NONE,
                Optional.empty());
    }
}
