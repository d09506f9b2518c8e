// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.migrate.http.MigrateRoutes;
import io.truename.postgres.rekeying.fixture.BookkeepingChanges;
import io.truename.postgres.rekeying.fixture.BookkeepingTable;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.openapi.OpenApiDocument;
import io.truename.testkit.schema.SchemaVariant;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is deployed, in the framework's own process and on a real database; every answer is held against the description. Long,
 * because a start of that process each is what these tests would otherwise spend their time on.
 */
class MigrateIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String UNKNOWN = "7d444840-9dc0-41d1-b245-5ffdce74fad2";
    private static final String PLAN = "{\"acceptNoBackup\":true}";
    private static final OpenApiDocument DESCRIPTION = OpenApiDocument.beside(MigrateRoutes.class);

    private static TestDatabase database;
    private static InvokerProcess function;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        database = TestServer.shared(TestServer.Version.NEWEST).database();
        SchemaVariant.SAMPLE_PIPELINE.create(database, 30);
        function = Deployable.process()
                .environment("TRUENAME_DATABASE_URL", database.url())
                .environment("TRUENAME_MAPPING", SchemaVariant.SAMPLE_PIPELINE.mapping())
                .start();
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        function.close();
    }

    @BeforeEach
    void empty() throws Exception {
        assertThat(get("/health", "/health").statusCode()).isEqualTo(200);
        new BookkeepingChanges(database).empty(BookkeepingTable.RUN);
    }

    @Test
    void description_isServed_andHasEveryPath() throws Exception {
        HttpResponse<String> served = get("/openapi.json", "/openapi.json");
        assertThat(MAPPER.readTree(served.body())).isEqualTo(DESCRIPTION.json());
        JsonNode missing = MAPPER.readTree(plain("GET", "/nothing", null, null).body());
        String detail = missing.path("detail").asText();
        List<String> described = new ArrayList<>();
        DESCRIPTION.json().path("paths").fieldNames().forEachRemaining(described::add);
        assertThat(detail).contains(described);
        assertThat(detail.split(",")).hasSize(described.size());
    }

    @Test
    void plan_isCreated_shownAndListed() throws Exception {
        HttpResponse<String> created = post("/migrations", "/migrations", PLAN);
        assertThat(created.statusCode()).isEqualTo(201);
        JsonNode run = MAPPER.readTree(created.body());
        String id = run.path("id").asText();
        assertThat(created.headers().firstValue("Location")).contains("migrations/" + id);
        assertThat(run.path("state").asText()).isEqualTo("PLANNING");
        assertThat(run.at("/settings/strategy").asText()).isEqualTo("full");
        assertThat(run.at("/settings/targetBatchSeconds").decimalValue()).isEqualByComparingTo("1");
        assertThat(run.at("/links/batches").asText()).isEqualTo("/migrations/" + id + "/batches");
        assertThat(run.path("waiting").isNull()).isTrue();

        assertThat(MAPPER.readTree(get("/migrations/{id}", "/migrations/" + id).body()))
                .isEqualTo(run);
        assertThat(MAPPER.readTree(get("/migrations", "/migrations?limit=5").body())
                        .at("/items/0/id")
                        .asText())
                .isEqualTo(id);
        String[] written = {"\"event\":\"migration.transition\"", "migration.step_not_queued"};
        assertThat(function.output().text(written)).contains(written);
    }

    @Test
    void plan_allSettings_comeBack() throws Exception {
        String settings =
                "{\"strategy\":\"forward-only\",\"onCollision\":\"skip\",\"dryRun\":true,\"acceptNoBackup\":true,"
                        + "\"acceptSlowReferences\":true,\"workers\":4,\"targetBatchSeconds\":0.5,\"mostRowsPerSecond\":5000,"
                        + "\"window\":{\"from\":\"22:00\",\"until\":\"05:30\"},\"quarantineLimit\":0.05,\"onFailure\":\"roll-back\","
                        + "\"recentDays\":30,\"vacuum\":false}";
        HttpResponse<String> created = post("/migrations", "/migrations", settings);
        assertThat(MAPPER.readTree(created.body()).path("settings")).isEqualTo(MAPPER.readTree(settings));
    }

    @Test
    void plan_badSettings_listsEveryProblem() throws Exception {
        HttpResponse<String> refused = post(
                "/migrations",
                "/migrations",
                "{\"strategy\":\"all\",\"workers\":0,\"colour\":\"secret\",\"window\":{\"from\":\"25:00\"},\"dryRun\":1}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(MAPPER.readTree(refused.body()).path("problems").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder(
                        "/strategy", "/workers", "/colour", "/window/until", "/window/from", "/dryRun");
        assertThat(refused.body()).doesNotContain("secret");
    }

    @Test
    void plan_withoutBackup_isRefusedWithTheRemedy() throws Exception {
        HttpResponse<String> refused = plain("POST", "/migrations", null, null);
        assertThat(refused.statusCode()).isEqualTo(422);
        JsonNode finding = MAPPER.readTree(refused.body()).at("/findings/0");
        assertThat(finding.path("code").asText()).isEqualTo("backup.not-proven");
        assertThat(finding.path("remedy").asText()).contains("acceptNoBackup");
        assertThat(new BookkeepingTables(database).count(BookkeepingTable.RUN)).isZero();
    }

    @Test
    void plan_whileOneIsUnderWay_is409_namingIt() throws Exception {
        String id = planned("PLANNED");
        HttpResponse<String> refused = post("/migrations", "/migrations", PLAN);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains(id, "PLANNED");
        assertThat(refused.headers().firstValue("Location")).contains("migrations/" + id);
    }

    @Test
    void commands_leadThroughTheStates() throws Exception {
        String id = planned("PLANNED");
        assertThat(command(id, "start")).isEqualTo("202 RUNNING");
        assertThat(command(id, "retry-quarantined")).isEqualTo("202 RUNNING");
        assertThat(command(id, "pause")).isEqualTo("202 PAUSED");
        assertThat(command(id, "resume")).isEqualTo("202 RUNNING");
        assertThat(command(id, "rollback")).isEqualTo("202 ROLLING_BACK");
        assertThat(command(id, "pause")).isEqualTo("202 PAUSED");
        assertThat(command(id, "resume")).isEqualTo("202 ROLLING_BACK");
        assertThat(new BookkeepingTables(database).transitions()).hasSize(8);
    }

    /** A plan may lie for weeks: what it proved need not be so any more. */
    @Test
    void start_provesBackupAndRightsAgain() throws Exception {
        String id = planned("PLANNED");
        acceptNoBackup(false);
        assertThat(startRefusal(id)).contains("No fresh backup is proven", "\"acceptNoBackup\": true");

        acceptNoBackup(true);
        database.execute("REVOKE UPDATE ON upload_pipeline.events FROM CURRENT_USER");
        assertThat(startRefusal(id)).contains("upload_pipeline.events", "GRANT");

        database.execute("GRANT UPDATE ON upload_pipeline.events TO CURRENT_USER");
        assertThat(command(id, "start")).isEqualTo("202 RUNNING");

        assertThat(command(id, "pause")).isEqualTo("202 PAUSED");
        database.execute("REVOKE UPDATE ON upload_pipeline.events FROM CURRENT_USER");
        assertThat(refusal(id, "resume", "PAUSED")).contains("upload_pipeline.events", "GRANT");
        assertThat(refusal(id, "retry-quarantined", "PAUSED")).contains("upload_pipeline.events", "GRANT");
        database.execute("GRANT UPDATE ON upload_pipeline.events TO CURRENT_USER");
        assertThat(command(id, "resume")).isEqualTo("202 RUNNING");
    }

    private static String startRefusal(String id) throws Exception {
        return refusal(id, "start", "PLANNED");
    }

    private static void acceptNoBackup(boolean accepted) {
        new BookkeepingChanges(database)
                .set(BookkeepingTable.RUN, "settings = jsonb_set(settings, '{acceptNoBackup}', '" + accepted + "')");
    }

    private static String refusal(String id, String command, String state) throws Exception {
        HttpResponse<String> refused = post("/migrations/{id}/" + command, "/migrations/" + id + "/" + command, "{}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(new BookkeepingTables(database).run().state()).isEqualTo(state);
        return MAPPER.readTree(refused.body()).path("detail").asText();
    }

    @Test
    void command_illegal_namesWhatIsLegal() throws Exception {
        String id = planned("RUNNING");
        HttpResponse<String> refused = post("/migrations/{id}/start", "/migrations/" + id + "/start", "{}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(MAPPER.readTree(refused.body()).path("detail").asText())
                .isEqualTo("The run is RUNNING. What can be asked of it now: pause, rollback, retry-quarantined.");
    }

    @Test
    void command_reason_isRecorded_andBounded() throws Exception {
        String id = planned("PLANNED");
        post("/migrations/{id}/start", "/migrations/" + id + "/start", "{\"reason\":\"Ada: the night is quiet\"}");
        assertThat(new BookkeepingTables(database).transitions())
                .filteredOn(transition -> transition.command().equals("START"))
                .extracting(BookkeepingTables.Transition::reason)
                .containsExactly("Ada: the night is quiet");
        HttpResponse<String> refused = post(
                "/migrations/{id}/pause", "/migrations/" + id + "/pause", "{\"reason\":\"" + "x".repeat(501) + "\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
    }

    @Test
    void unknownRun_is404_everywhere() throws Exception {
        for (String below : List.of("", "/batches", "/quarantine", "/collisions", "/report")) {
            for (String id : List.of(UNKNOWN, "x", "%27%3B")) {
                assertThat(get("/migrations/{id}" + below, "/migrations/" + id + below)
                                .statusCode())
                        .isEqualTo(404);
            }
        }
        for (String command : List.of("start", "pause", "resume", "rollback", "retry-quarantined")) {
            assertThat(post("/migrations/{id}/" + command, "/migrations/" + UNKNOWN + "/" + command, "{}")
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(get("/assessments/{id}", "/assessments/" + UNKNOWN).statusCode())
                .isEqualTo(404);
    }

    @Test
    void lists_arePaged_andRefuseWhatIsNoPage() throws Exception {
        String id = planned("RUNNING");
        BookkeepingChanges changes = new BookkeepingChanges(database);
        changes.addBatches(3, 3, 0.5);
        changes.quarantineUnplanned("id 1", "id 2", "id 3");
        changes.addCollisions(3);
        for (String list : List.of("batches", "quarantine", "collisions")) {
            String template = "/migrations/{id}/" + list;
            String path = "/migrations/" + id + "/" + list;
            JsonNode first = MAPPER.readTree(get(template, path + "?limit=2").body());
            assertThat(first.path("items")).hasSize(2);
            String next = URLEncoder.encode(first.path("next").asText(), StandardCharsets.UTF_8);
            JsonNode second = MAPPER.readTree(
                    get(template, path + "?limit=2&after=" + next).body());
            assertThat(second.path("items")).hasSize(1);
            assertThat(second.path("next").isNull()).isTrue();
            assertThat(get(template, path + "?limit=0&colour=1").statusCode()).isEqualTo(400);
            assertThat(get(template, path + "?limit=1&limit=2").statusCode()).isEqualTo(400);
            assertThat(get(template, path + "?limit=x").body()).contains("limit must be a whole number from 1 to 1000");
        }
        assertThat(get("/migrations/{id}/batches", "/migrations/" + id + "/batches?order=newest&limit=1")
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/migrations/{id}/batches", "/migrations/" + id + "/batches?after=x")
                        .statusCode())
                .isEqualTo(400);
        assertThat(get("/migrations/{id}/collisions", "/migrations/" + id + "/collisions?after=x.y")
                        .statusCode())
                .isEqualTo(400);
        assertThat(get("/migrations/{id}/quarantine", "/migrations/" + id + "/quarantine?after=%00")
                        .statusCode())
                .isEqualTo(400);
        assertThat(get("/migrations", "/migrations?after=x").statusCode()).isEqualTo(400);
    }

    @Test
    void report_formThatThereIsNot_is406() throws Exception {
        HttpResponse<String> refused = client.send(
                HttpRequest.newBuilder(function.uri("/migrations/" + UNKNOWN + "/report"))
                        .header("Accept", "application/pdf")
                        .build(),
                BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(406);
        assertThat(refused.headers().firstValue("Vary")).contains("Accept");
        assertThat(refused.body()).contains("text/markdown");
    }

    @Test
    void alias_unknown_is404_noUuid_is400() throws Exception {
        assertThat(get("/aliases/{oldId}", "/aliases/" + UNKNOWN).statusCode()).isEqualTo(404);
        assertThat(get("/aliases/{oldId}", "/aliases/x").statusCode()).isEqualTo(400);
        String written = "\"event\":\"alias.looked_up\"";
        assertThat(function.output().text(written)).contains(written).doesNotContain(UNKNOWN);
    }

    @Test
    void aliases_atMostTenThousand_inOrder() throws Exception {
        HttpResponse<String> answer =
                post("/aliases/lookup", "/aliases/lookup", "{\"ids\":[\"" + UNKNOWN + "\",\"" + UNKNOWN + "\"]}");
        assertThat(MAPPER.readTree(answer.body()).at("/items/1/id").isNull()).isTrue();
        assertThat(MAPPER.readTree(answer.body()).at("/items/1/oldId").asText()).isEqualTo(UNKNOWN);
        assertThat(post("/aliases/lookup", "/aliases/lookup", "{\"ids\":[]}").statusCode())
                .isEqualTo(200);
        assertThat(post("/aliases/lookup", "/aliases/lookup", ids(10_000)).statusCode())
                .isEqualTo(200);
        assertThat(post("/aliases/lookup", "/aliases/lookup", ids(10_001)).body())
                .contains("at most 10000", "10001 values");
        assertThat(post("/aliases/lookup", "/aliases/lookup", "{\"ids\":[\"secret\",7]}")
                        .body())
                .contains("\"/ids/0\"", "\"/ids/1\"")
                .doesNotContain("secret");
        assertThat(post("/aliases/lookup", "/aliases/lookup", "{}").body()).contains("\"/ids\"");
    }

    @Test
    void step_fromAPersonAndFromASubscription_meetTheSameHandler() throws Exception {
        assertThat(post("/steps", "/steps", "{}").body()).isEqualTo("{\"outcome\":\"idle\",\"batches\":0,\"rows\":0}");
        assertThat(post("/steps", "/steps", "{\"run\":\"" + UNKNOWN + "\",\"shard\":3}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/steps", "/steps", pushed("{\"run\":\"" + UNKNOWN + "\",\"shard\":0}", Instant.EPOCH))
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/steps", "/steps", pushed("{}", Instant.now().plusSeconds(60)))
                        .statusCode())
                .isEqualTo(429);
        String bad = "{\"run\":\"x\",\"shard\":16}";
        assertThat(post("/steps", "/steps", bad).statusCode()).isEqualTo(400);
        assertThat(post("/steps", "/steps", pushed(bad, Instant.EPOCH)).statusCode())
                .isEqualTo(204);
    }

    @Test
    void run_assessedPlannedMovedAndTakenBack_byHand() throws Exception {
        Map<String, String> before = SchemaVariant.SAMPLE_PIPELINE.contents(database);
        String known = database.value("SELECT min(document_id::text) FROM upload_pipeline.documents"
                + " WHERE uuid_extract_version(document_id) = 4");
        String id = MAPPER.readTree(post("/migrations", "/migrations", PLAN).body())
                .path("id")
                .asText();
        stepsUntil(id, "planned");
        assertThat(command(id, "start")).contains("RUNNING");
        stepsUntil(id, "finished");
        assertThat(database.value("SELECT count(*) FROM upload_pipeline.documents"
                        + " WHERE uuid_extract_version(document_id) = 4"))
                .isEqualTo("0");
        JsonNode alias =
                MAPPER.readTree(get("/aliases/{oldId}", "/aliases/" + known).body());
        assertThat(database.value("SELECT count(*) FROM upload_pipeline.documents WHERE document_id = '"
                        + alias.path("id").asText() + "'"))
                .isEqualTo("1");
        assertThat(get("/migrations/{id}/report", "/migrations/" + id + "/report")
                        .statusCode())
                .isEqualTo(200);
        assertThat(command(id, "rollback")).contains("ROLLING_BACK");
        stepsUntil(id, "rolled_back");
        assertThat(SchemaVariant.SAMPLE_PIPELINE.contents(database)).isEqualTo(before);
    }

    private static void stepsUntil(String id, String outcome) throws Exception {
        String last = "";
        for (int steps = 0; steps < 50; steps++) {
            last = post("/steps", "/steps", "{\"run\":\"" + id + "\",\"shard\":0}")
                    .body();
            if (last.contains("\"" + outcome + "\"")) {
                return;
            }
        }
        throw new AssertionError("The last step was answered " + last);
    }

    @Test
    void mapping_isProposed_withExamples_andNothingOfThemIsLogged() throws Exception {
        HttpResponse<String> answer = post("/mappings/suggest", "/mappings/suggest", "{}");
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode suggestion = MAPPER.readTree(answer.body());
        assertThat(suggestion.path("complete").asBoolean()).isTrue();
        assertThat(suggestion.path("mapping").asText()).contains("table: upload_pipeline.documents", "user: user_id");
        assertThat(suggestion.at("/tables/0/rows").asInt()).isEqualTo(30);
        assertThat(suggestion.at("/choices/0/certainty").asText()).isEqualTo("probable");
        String name = suggestion.at("/examples/0/name").asText();
        assertThat(name).matches("auth0\\|\\d:[0-9a-f]{64}");
        String written = "\"route\":\"/mappings/suggest\"";
        assertThat(function.output().text(written))
                .contains(written)
                .doesNotContain(name.substring(name.indexOf(':') + 1), name.substring(0, name.indexOf(':')));
    }

    @Test
    void mapping_isChecked_andTheProposalOfItselfIsTheSame() throws Exception {
        JsonNode proposed =
                MAPPER.readTree(plain("POST", "/mappings/suggest", null, null).body());
        String body = MAPPER.writeValueAsString(
                Map.of("mapping", proposed.path("mapping").asText()));
        JsonNode checked = MAPPER.readTree(
                post("/mappings/suggest", "/mappings/suggest", body).body());
        assertThat(checked.path("choices")).isEmpty();
        for (String same : List.of("mapping", "findings", "tables", "examples", "collisions")) {
            assertThat(checked.path(same)).as(same).isEqualTo(proposed.path(same));
        }
    }

    @Test
    void mapping_badRequests_listEveryProblem() throws Exception {
        assertThat(pointers("{\"schemas\":\"app\",\"documents\":\"a.b.c\",\"chunks\":[\"x\",7],\"colour\":\"secret\"}"))
                .containsExactlyInAnyOrder("/schemas", "/documents", "/chunks/1", "/colour");
        assertThat(pointers(
                        "{\"documents\":\"upload_pipeline.document\",\"chunks\":[\"document_chunks\",\"nothing\"]}"))
                .containsExactly("/documents", "/chunks/1");
        assertThat(pointers("{\"mapping\":\"documents: {table: a, id: b, colour: secret}\"}"))
                .containsExactlyInAnyOrder(
                        "/mapping/documents/user", "/mapping/documents/contentHash", "/mapping/documents/colour");
        assertThat(pointers("{\"mapping\":\"documents:\",\"documents\":\"a\"}")).contains("/documents");
    }

    private static List<String> pointers(String body) throws Exception {
        HttpResponse<String> refused = post("/mappings/suggest", "/mappings/suggest", body);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(refused.body()).doesNotContain("secret");
        return MAPPER.readTree(refused.body()).path("problems").findValuesAsText("pointer");
    }

    @Test
    void assessment_isAnswered() throws Exception {
        assertThat(post("/assessments", "/assessments", "{}").statusCode()).isEqualTo(200);
        assertThat(post("/assessments", "/assessments", "{\"a\":1}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void assessment_ofTablesThatChangedMeanwhile_failsAndSaysWhatIsMissing() throws Exception {
        for (List<String> change : List.of(
                List.of("document_chunks RENAME TO gone", "gone RENAME TO document_chunks", "document_chunks"),
                List.of(
                        "documents RENAME COLUMN user_id TO gone",
                        "documents RENAME COLUMN gone TO user_id",
                        "user_id"))) {
            BookkeepingChanges changes = new BookkeepingChanges(database);
            changes.empty(BookkeepingTable.ASSESSMENT);
            changes.addAssessment(UUID.fromString(UNKNOWN));
            database.execute("ALTER TABLE upload_pipeline." + change.get(0));
            try {
                HttpResponse<String> found = get("/assessments/{id}", "/assessments/" + UNKNOWN);
                assertThat(found.statusCode()).isEqualTo(200);
                JsonNode assessment = MAPPER.readTree(found.body());
                assertThat(assessment.path("state").asText()).isEqualTo("FAILED");
                assertThat(assessment.path("error").asText())
                        .startsWith("The tables changed while they were assessed. ")
                        .contains(change.get(2));
                assertThat(post("/assessments", "/assessments", "{}").statusCode())
                        .isEqualTo(422);
                assertThat(post("/steps", "/steps", "{}").statusCode()).isEqualTo(200);
            } finally {
                database.execute("ALTER TABLE upload_pipeline." + change.get(1));
            }
        }
    }

    /** Catches counts that are partly of one mapping and partly of the next. */
    @Test
    void assessment_ofAMappingThatChangedMeanwhile_fails() throws Exception {
        BookkeepingChanges changes = new BookkeepingChanges(database);
        changes.empty(BookkeepingTable.ASSESSMENT);
        changes.addAssessment(UUID.fromString(UNKNOWN));
        changes.set(BookkeepingTable.ASSESSMENT, "mapping = 'that of before'", "state = 'RUNNING'");

        JsonNode assessment = MAPPER.readTree(
                get("/assessments/{id}", "/assessments/" + UNKNOWN).body());

        assertThat(assessment.path("state").asText()).isEqualTo("FAILED");
        assertThat(assessment.path("error").asText())
                .startsWith("The mapping changed")
                .contains("Assess again");
    }

    @Test
    void start_withoutDatabaseOrMapping_answers503WithTheRemedy() throws Exception {
        try (InvokerProcess bare = Deployable.process().start()) {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(bare.uri("/migrations")).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("TRUENAME_DATABASE_URL");
            assertThat(bare.output().await(line -> line.contains("ReportedErrorEvent"), Duration.ofSeconds(10)))
                    .get()
                    .asString()
                    .contains("\"event\":\"setup.missing\"", "\"missing\":\"database\"");
            assertThat(client.send(HttpRequest.newBuilder(bare.uri("/health")).build(), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(503);
        }
        try (InvokerProcess unmapped = Deployable.process()
                .environment("TRUENAME_DATABASE_URL", database.url())
                .start()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(unmapped.uri("/migrations"))
                            .POST(BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("TRUENAME_MAPPING");
        }
    }

    @Test
    void database_thatCannotBeUsed_is503WithTheRemedy() throws Exception {
        String good = database.url();
        List<List<String>> cases = List.of(
                List.of(database.url(1), "cannot be reached"),
                List.of(good.replace(database.name() + ":" + database.name() + "@", "nobody:wrong@"), "login"),
                List.of(good.substring(0, good.lastIndexOf('/')) + "/missing", "no such database"));
        for (List<String> one : cases) {
            try (InvokerProcess lost = Deployable.process()
                    .environment("TRUENAME_DATABASE_URL", one.get(0))
                    .start()) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(lost.uri("/migrations")).build(), BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(one.get(1)).isEqualTo(503);
                assertThat(answer.body()).contains(one.get(1)).doesNotContain("wrong");
            }
        }
    }

    private static String planned(String state) throws Exception {
        String id = MAPPER.readTree(post("/migrations", "/migrations", PLAN).body())
                .path("id")
                .asText();
        new BookkeepingChanges(database).runState(UUID.fromString(id), RunState.valueOf(state));
        return id;
    }

    private static String command(String id, String command) throws Exception {
        HttpResponse<String> answer = plain("POST", "/migrations/" + id + "/" + command, null, null);
        assertThat(DESCRIPTION.answerErrors(
                        "/migrations/{id}/" + command, "post", answer.statusCode(), mediaType(answer), answer.body()))
                .isEmpty();
        return answer.statusCode() + " "
                + MAPPER.readTree(answer.body()).path("state").asText();
    }

    private static String ids(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + UNKNOWN + "\"")
                .collect(Collectors.joining(",", "{\"ids\":[", "]}"));
    }

    private static String pushed(String data, Instant notBefore) {
        return "{\"subscription\":\"s\",\"message\":{\"messageId\":\"1\",\"attributes\":{\"notBefore\":\"" + notBefore
                + "\"},\"data\":\""
                + Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)) + "\"}}";
    }

    private static HttpResponse<String> get(String template, String path) throws Exception {
        return described(template, "get", plain("GET", path, null, null));
    }

    private static HttpResponse<String> post(String template, String path, String body) throws Exception {
        return described(template, "post", plain("POST", path, "application/json", body));
    }

    private static HttpResponse<String> described(String template, String method, HttpResponse<String> answer)
            throws Exception {
        assertThat(DESCRIPTION.answerErrors(template, method, answer.statusCode(), mediaType(answer), answer.body()))
                .as(answer.body())
                .isEmpty();
        return answer;
    }

    private static String mediaType(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Type").orElse("").split(";", -1)[0];
    }

    private static HttpResponse<String> plain(String method, String path, String contentType, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(function.uri(path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
