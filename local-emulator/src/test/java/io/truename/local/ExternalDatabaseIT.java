// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.truename.local.database.DatabaseAddress;
import io.truename.local.database.LocalDatabase;
import io.truename.testkit.FreePort;
import io.truename.testkit.suite.LongSuite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Test of the local cloud with an external database, from the assessment to the rollback. */
@LongSuite
class ExternalDatabaseIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String MAPPING = """
            documents: {table: '"Archive"."Paper"', id: '"Id"', user: owner, contentHash: '"order"'}
            chunks: {table: '"Archive".pages', id: page, document: paper, chunker: cut_by, chunkerVersion: version, ordinal: n}
            """;
    private static final String EVERYTHING_ELSE =
            "SELECT n.nspname::text || '.' || c.relname::text || ' ' || c.relkind::text FROM pg_class AS c"
                    + " JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname NOT IN ('truename', 'pg_toast')"
                    + " UNION ALL SELECT 'schema ' || nspname::text FROM pg_namespace WHERE nspname <> 'truename'"
                    + " UNION ALL SELECT 'function ' || p.oid::regprocedure::text FROM pg_proc AS p"
                    + " WHERE p.pronamespace::regnamespace::text <> 'truename'"
                    + " UNION ALL SELECT 'trigger ' || tgname::text || ' of ' || tgrelid::regclass::text FROM pg_trigger AS t"
                    + " JOIN pg_class AS c ON c.oid = t.tgrelid WHERE c.relnamespace::regnamespace::text <> 'truename'"
                    + " UNION ALL SELECT 'role ' || rolname::text FROM pg_roles ORDER BY 1";

    /** Counts untrue ids, recomputed by PostgreSQL. */
    private static final String UNTRUE = "SELECT count(*) FILTER (WHERE \"Id\" <> extensions.uuid_generate_v5("
            + "'6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42', owner || ':' || \"order\")) || ' of ' || count(*) FROM \"Archive\".\"Paper\"";

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private int port;

    @Test
    void corpusOfOnesOwn_isMigratedAndTakenBack_andNothingElseIsTouched() throws Exception {
        Path temporary = Files.createDirectories(folder.resolve("temporary files"));
        Path mapping = Files.writeString(folder.resolve("my corpus.yaml"), MAPPING);
        try (LocalDatabase theirs = LocalDatabase.start(
                Files.createDirectories(folder.resolve("theirs")), Optional.empty(), FreePort.next())) {
            DatabaseAddress address = theirs.address();
            store(address);
            List<String> catalog = query(address, EVERYTHING_ELSE);
            List<String> rows = rows(address);
            port = LocalProcess.freePort();
            try (LocalProcess cloud = LocalProcess.start(
                    temporary,
                    "--port",
                    String.valueOf(port),
                    "--database",
                    address.urlWithPassword(),
                    "--mapping",
                    mapping.toString())) {
                cloud.awaitLine("Ctrl-C ends everything");

                runWhatIsPrinted(cloud);
                // The mapping is corrected while the cloud runs: the next call reads it.
                Files.writeString(mapping, MAPPING.replace("owner", "owned_by"));
                HttpResponse<String> refused = post("/migrations", "{\"acceptNoBackup\":true}");
                assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
                assertThat(refused.body()).contains("owned_by");
                Files.delete(mapping);
                assertThat(post("/assessments", "").body())
                        .as("by the name that was typed")
                        .contains("The file of --mapping cannot be read")
                        .doesNotContain("TRUENAME_");
                Files.writeString(mapping, MAPPING);
                HttpResponse<String> planned = post("/migrations", "{\"acceptNoBackup\":true,\"workers\":2}");
                assertThat(planned.statusCode()).as(planned.body()).isEqualTo(201);
                String run =
                        "/migrations/" + JSON.readTree(planned.body()).get("id").asText();
                awaitState(run, "PLANNED");
                assertThat(post(run + "/start", "").statusCode()).isEqualTo(202);
                awaitState(run, "FINISHED");

                assertThat(query(address, UNTRUE)).containsExactly("0 of 40");
                assertThat(post(run + "/rollback", "").statusCode()).isEqualTo(202);
                awaitState(run, "ROLLED_BACK");

                assertThat(rows(address)).isEqualTo(rows);
                assertThat(query(address, EVERYTHING_ELSE)).isEqualTo(catalog);
                assertThat(query(address, "SELECT count(*)::text FROM upload_pipeline.documents"))
                        .as("no story is played")
                        .containsExactly("0");
                assertThat(cloud.output()).doesNotContain(address.password());
                cloud.terminate();
                cloud.awaitExit();
            }
            assertThat(rows(address)).isEqualTo(rows);
        }
    }

    @Test
    void corpusThatNobodyHasMapped_getsAProposal_andEveryOtherCallSaysWhatIsMissing() throws Exception {
        Path temporary = Files.createDirectories(folder.resolve("temporary files"));
        try (LocalDatabase theirs = LocalDatabase.start(
                Files.createDirectories(folder.resolve("theirs")), Optional.empty(), FreePort.next())) {
            store(theirs.address());
            port = LocalProcess.freePort();
            try (LocalProcess cloud = LocalProcess.start(
                    temporary,
                    "--port",
                    String.valueOf(port),
                    "--database",
                    theirs.address().urlWithPassword())) {
                cloud.awaitLine("/mappings/suggest");

                HttpResponse<String> proposed = post("/mappings/suggest", "{\"schemas\":[\"\\\"Archive\\\"\"]}");
                assertThat(proposed.statusCode()).as(proposed.body()).isEqualTo(200);
                JsonNode suggestion = JSON.readTree(proposed.body());
                assertThat(suggestion.path("mapping").asText())
                        .contains("table: '\"Archive\".\"Paper\"'", "user: owner", "contentHash: # missing");
                // No word of its name says that it is a hash.
                assertThat(suggestion.path("choices").findValuesAsText("value")).contains("order");
                assertThat(post("/assessments", "").body()).contains("--mapping");
                cloud.terminate();
                cloud.awaitExit();
            }
        }
    }

    /** Runs the printed commands, from the assessment to the start of a run, and rolls the run back without waiting for its end. */
    private void runWhatIsPrinted(LocalProcess cloud) throws Exception {
        cloud.awaitLine("  start ");
        String commands = cloud.output()
                .lines()
                .filter(line -> line.contains(" curl "))
                .map(line -> line.substring(line.indexOf("curl ")))
                .collect(Collectors.joining("\n"));
        PrintedCommands shell = new PrintedCommands(folder.resolve("shell"));
        List<PrintedCommands.Call> calls = shell.run(PrintedCommands.withIds(commands));
        assertThat(calls)
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(
                        call -> assertThat(call.status()).as(call.toString()).isBetween(200, 299));
        String run = calls.get(calls.size() - 1).arguments().replaceAll(".*(/migrations/[^/]+)/start.*", "$1");
        assertThat(post(run + "/rollback", "").statusCode()).isEqualTo(202);
        awaitState(run, "ROLLED_BACK");
    }

    static void store(DatabaseAddress address) {
        query(address, "CREATE SCHEMA \"Archive\"");
        query(
                address,
                "CREATE TABLE \"Archive\".\"Paper\" (\"Id\" uuid PRIMARY KEY, owner text NOT NULL, \"order\" text NOT NULL)");
        query(
                address,
                "CREATE TABLE \"Archive\".pages (page uuid PRIMARY KEY, paper uuid NOT NULL REFERENCES \"Archive\".\"Paper\","
                        + " cut_by text NOT NULL, version text NOT NULL, n int NOT NULL, UNIQUE (paper, n))");
        query(
                address,
                "INSERT INTO \"Archive\".\"Paper\" SELECT gen_random_uuid(), 'user-' || i % 3,"
                        + " encode(sha256(convert_to('paper ' || i, 'UTF8')), 'hex') FROM generate_series(1, 40) AS i");
        query(
                address,
                "INSERT INTO \"Archive\".pages SELECT gen_random_uuid(), \"Id\", 'fixed', '1', n"
                        + " FROM \"Archive\".\"Paper\", generate_series(0, 4) AS n");
    }

    private static List<String> rows(DatabaseAddress address) {
        return query(
                address,
                "SELECT p::text FROM \"Archive\".\"Paper\" AS p UNION ALL SELECT g::text FROM \"Archive\".pages AS g ORDER BY 1");
    }

    private void awaitState(String run, String state) {
        await().atMost(Duration.ofMinutes(2)).until(() -> state(run), state::equals);
    }

    private String state(String run) throws IOException, InterruptedException {
        JsonNode answer = JSON.readTree(client.send(request(run).build(), HttpResponse.BodyHandlers.ofString())
                .body());
        return answer.path("state").asText();
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/functions/migrate" + path))
                .timeout(Duration.ofMinutes(1));
    }

    private static List<String> query(DatabaseAddress address, String sql) {
        PostgresqlConnectionFactory factory =
                new PostgresqlConnectionFactory(address.configuration("test").build());
        return Mono.usingWhen(
                        factory.create(),
                        connection -> connection
                                .createStatement(sql)
                                .execute()
                                .concatMap(result -> result.map(row -> row.get(0, String.class)))
                                .collectList(),
                        PostgresqlConnection::close)
                .block(Duration.ofSeconds(30));
    }
}
