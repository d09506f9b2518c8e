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
import io.truename.testkit.Samples;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.fault.ArmedFault;
import io.truename.testkit.fault.Fault;
import io.truename.testkit.fault.StepPoint;
import io.truename.testkit.fault.TcpProxy;
import io.truename.testkit.openapi.OpenApiDocument;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.testkit.suite.LongSuite;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call meets errors, on a real server: each is told as what it is, in the server's words, with what to change; 500 is
 * for our own faults. Of the pairs of a call and an error, a sample; with {@code -Dtruename.samples=all}, each. Long, because
 * all cases share one process of the function.
 */
class DatabaseErrorsIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final OpenApiDocument DESCRIPTION = OpenApiDocument.beside(MigrateRoutes.class);
    private static final String ID = "7d444840-9dc0-41d1-b245-5ffdce74fad2";

    private static TestDatabase database;
    private static TcpProxy proxy;
    private static InvokerProcess function;
    private static HttpClient client;
    private static String settings;

    /**
     * A call.
     *
     * @param state of the only run when it comes
     * @param at a text of the statement that fails
     */
    private record Call(String method, String template, String query, String body, String state, String at) {
        static Call of(String method, String template, String state) {
            return new Call(method, template, "", "", state, "truename.");
        }

        static Call post(String template, String body, String state) {
            return new Call("POST", template, "", body, state, "truename.");
        }

        String path() {
            return template.replace("{id}", ID).replace("{oldId}", ID) + query;
        }
    }

    static List<Call> calls() {
        return List.of(
                Call.post("/assessments", "{}", "PLANNED"),
                Call.of("GET", "/assessments/{id}", "PLANNED"),
                Call.post("/migrations", "{\"acceptNoBackup\":true}", "FINISHED"),
                Call.of("GET", "/migrations", "PLANNED"),
                Call.of("GET", "/migrations/{id}", "PLANNED"),
                Call.post("/migrations/{id}/start", "{}", "PLANNED"),
                Call.post("/migrations/{id}/pause", "{}", "RUNNING"),
                Call.post("/migrations/{id}/resume", "{}", "PAUSED"),
                Call.post("/migrations/{id}/rollback", "{}", "RUNNING"),
                Call.post("/migrations/{id}/retry-quarantined", "{}", "PAUSED"),
                Call.of("GET", "/migrations/{id}/batches", "RUNNING"),
                Call.of("GET", "/migrations/{id}/quarantine", "RUNNING"),
                Call.of("GET", "/migrations/{id}/collisions", "RUNNING"),
                Call.of("GET", "/migrations/{id}/report", "FINISHED"),
                Call.of("GET", "/retention", "FINISHED"),
                new Call("DELETE", "/migrations/{id}/aliases", "?force=true", "", "FINISHED", "truename."),
                Call.of("DELETE", "/migrations/{id}/archive", "FINISHED"),
                Call.of("GET", "/aliases/{oldId}", "RUNNING"),
                Call.post("/aliases/lookup", "{\"ids\":[\"" + ID + "\"]}", "RUNNING"),
                new Call("GET", "/aliases", "?table=upload_pipeline.documents&id=" + ID, "", "RUNNING", "truename."),
                Call.of("GET", "/renames", "RUNNING"),
                Call.post("/renames/acknowledge", "{\"store\":\"objects\",\"until\":\"7.1\"}", "RUNNING"),
                Call.of("GET", "/content-hashes", "RUNNING"),
                new Call("POST", "/mappings/suggest", "", "{}", "RUNNING", "pg_catalog.pg_attribute"),
                Call.post("/steps", "{\"run\":\"" + ID + "\"}", "RUNNING"),
                Call.post("/steps", "{}", "RUNNING"),
                new Call("GET", "/health", "", "", "RUNNING", "SELECT true AS answers"));
    }

    /** One code of each class; a function of the database may raise any of them. */
    private static final List<String> RAISED = List.of(
            "03000", "08006", "09000", "0A000", "0B000", "0F000", "0L000", "0P000", "0Z002", "10608", "20000", "21000",
            "22012", "23514", "24000", "25006", "25P02", "27000", "28000", "2B000", "2D000", "2F005", "34000", "38000",
            "39P01", "3B000", "3D000", "3F000", "40001", "40P01", "40003", "42601", "42501", "44000", "53100", "53200",
            "53400", "54001", "55000", "55P03", "57014", "57P01", "57P03", "57P04", "58030", "72000", "F0000", "HV00N",
            "P0001", "P0002", "XX000", "XX001");

    /** A look-up of an old id is answered without being counted then. */
    private static final Set<String> NOT_COUNTED = Set.of("25006", "55P03", "57014");

    @BeforeAll
    static void start() throws Exception {
        database = TestServer.shared(TestServer.Version.NEWEST).database();
        SchemaVariant.SAMPLE_PIPELINE.create(database, 30);
        database.execute("CREATE SEQUENCE unused");
        proxy = TcpProxy.before(database.server().port());
        function = Deployable.process()
                .environment("TRUENAME_DATABASE_URL", database.url(proxy.port()))
                .environment("TRUENAME_MAPPING", SchemaVariant.SAMPLE_PIPELINE.mapping())
                .start();
        client = HttpClient.newHttpClient();
        planning();
        settings = new BookkeepingTables(database).run().settings().toString();
    }

    @AfterAll
    static void stop() {
        function.close();
        proxy.close();
    }

    @BeforeEach
    void empty() {
        BookkeepingChanges changes = new BookkeepingChanges(database);
        changes.empty(BookkeepingTable.RUN);
        changes.empty(BookkeepingTable.ASSESSMENT);
    }

    @LongSuite(sample = 4)
    @ParameterizedTest
    @MethodSource("calls")
    void raisedByTheDatabase_isToldInItsWords(Call call) throws Exception {
        prepare(call);
        int number = calls().indexOf(call);
        for (String code : RAISED) {
            if (!Samples.take(number++, 4)) {
                continue;
            }
            HttpResponse<String> answer = met(call, raise(code));
            if (NOT_COUNTED.contains(code) && call.template.startsWith("/aliases/")) {
                assertThat(answer.statusCode()).as(code).isIn(200, 404);
                continue;
            }
            assertThat(answer.statusCode()).as(code + " " + answer.body()).isEqualTo(503);
            assertThat(detail(answer))
                    .as(code)
                    .contains("The database says: told " + code)
                    .contains("Detail: detail of it. Hint: hint of it.")
                    .endsWith("end the request again.");
        }
        assertThat(String.join("\n", function.output().all())).doesNotContain("detail of it", "hint of it", "told ");
    }

    /** Errors of the server itself, not of a function: what each is and what to change. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT count(DISTINCT x) OVER () FROM (SELECT 1 x) s | 503 | does not support | Change what the message names
            FETCH FROM nothing | 503 | connection pooler | pool_mode = session
            SELECT nothing.f() | 503 | A schema is gone | Undo the change
            SELECT * FROM nothing | 503 | A table is gone | Undo the change
            SELECT nothing | 503 | A column is gone | Undo the change
            SELECT * FROM pg_authid | 503 | The role may not | Grant the role
            CREATE TABLE upload_pipeline.documents () | 503 | exists already | Rename or drop
            SELECT currval('unused') | 503 | cannot be changed as it is now | Set what the message names
            SELECT repeat('x', 2000000000) | 503 | exceeds a limit | Shorten
            SELECT pg_cancel_backend(pg_backend_pid()) | 503 | Somebody cancelled the statement | Send the request again
            SET session_replication_role = replica | 503 | no foreign key is checked | RESET session_replication_role
            SELEC | 500 | Try again |
            SELECT 1/0 | 500 | Try again |
            INSERT INTO upload_pipeline.documents SELECT * FROM upload_pipeline.documents | 503 | changed the same rows | Send the request again
            """)
    void saidByTheServer_isToldAsWhatItIs(String sql, int status, String sentence, String remedy) throws Exception {
        int number = sql.length();
        for (Call call : calls()) {
            if (!Samples.take(number++, 3)) {
                continue;
            }
            prepare(call);
            HttpResponse<String> answer = met(call, Fault.fail(sql));
            boolean notCounted = sql.contains("pg_cancel_backend") && call.template.startsWith("/aliases/");
            boolean readOnly = sql.matches("(CREATE|INSERT).*")
                    && (call.template.endsWith("/report") || call.template.equals("/mappings/suggest"));
            if (notCounted || readOnly) {
                continue;
            }
            assertThat(answer.statusCode()).as(call + answer.body()).isEqualTo(status);
            assertThat(detail(answer)).as(call.toString()).contains(sentence);
            if (remedy != null) {
                assertThat(detail(answer)).contains(remedy);
            }
        }
    }

    @LongSuite(sample = 4)
    @ParameterizedTest
    @MethodSource("calls")
    void connectionLost_orEnded_is503(Call call) throws Exception {
        prepare(call);
        HttpResponse<String> cut = met(call, Fault.cutBefore());
        assertThat(cut.statusCode()).isEqualTo(503);
        assertThat(detail(cut)).contains("The connection to the database was lost.", "Send the request again.");

        prepare(call);
        HttpResponse<String> ended = met(
                call,
                Fault.meanwhile(
                        () -> database.executeAsSuperuser("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                + " WHERE application_name = 'truename-migrate' AND datname = current_database()")));
        assertThat(ended.statusCode()).isEqualTo(503);
        assertThat(detail(ended))
                .containsAnyOf("an administrator ended the session", "The connection to the database was lost");
    }

    /** Of the corpus, while it is assessed: what passes leaves the assessment running; what stays ends it, with the reason. */
    @ParameterizedTest
    @CsvSource({
        "40001, 200, RUNNING",
        "55P03, 200, RUNNING",
        "57014, 200, FAILED",
        "53100, 503, RUNNING",
        "25006, 503, RUNNING",
        "22012, 200, FAILED",
        "42501, 200, FAILED",
        "P0001, 200, FAILED",
        "XX000, 200, FAILED",
        "57P01, 200, FAILED",
    })
    void assessment_thatTheCorpusRefuses(String code, int status, String state) throws Exception {
        new BookkeepingChanges(database).addAssessment(UUID.fromString(ID));
        HttpResponse<String> answer =
                met(new Call("GET", "/assessments/{id}", "", "", "", "DECLARE truename_scan"), raise(code));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(MAPPER.readTree(answer.body())
                        .findValue(status == 200 ? "error" : "detail")
                        .asText())
                .contains("told " + code);
        assertThat(new BookkeepingTables(database).assessmentState()).isEqualTo(state);
        if (state.equals("RUNNING")) {
            HttpResponse<String> later = send("GET", "/assessments/" + ID, "");
            assertThat(MAPPER.readTree(later.body()).path("state").asText()).isEqualTo("DONE");
        }
    }

    /** A plan: what passes is tried again, what stays ends it; both are in the run's own record. */
    @ParameterizedTest
    @CsvSource({
        "40001, PLANNING, serialization",
        "53100, PLANNING, disk.full",
        "25006, PLANNING, read.only",
        "42501, FAILED, privilege",
        "P0001, FAILED, trigger",
        "0A000, FAILED, trigger",
        "XX001, FAILED, trigger",
        "42601, FAILED, trigger",
    })
    void plan_thatTheDatabaseRefuses(String code, String state, String error) throws Exception {
        String id = planning();
        met(new Call("POST", "/steps", "", "{\"run\":\"" + id + "\"}", "", "upload_pipeline"), raise(code));
        JsonNode run = MAPPER.readTree(send("GET", "/migrations/" + id, "").body());
        assertThat(run.path("state").asText()).isEqualTo(state);
        assertThat(run.at("/lastError/code").asText()).isEqualTo(error);
        assertThat(run.at("/lastError/sqlstate").asText()).isEqualTo(code);
        assertThat(run.at("/lastError/message").asText()).startsWith("told " + code + ". Detail: detail of it.");
    }

    /** A batch: the reason for which a run holds, pauses, or sets a document aside is in the server's words, too. */
    @ParameterizedTest
    @CsvSource({
        "53100, RUNNING, /waiting, The server's disk is full. The database says: told 53100. Detail: detail of it.",
        "42501, PAUSED, /lastError/message, The role may not do what it must. The database says: told 42501. Detail:",
    })
    void batch_thatTheDatabaseRefuses(String code, String state, String where, String words) throws Exception {
        String id = planning();
        stepsUntil(id, "planned");
        send("POST", "/migrations/" + id + "/start", "{}");
        ArmedFault aim = proxy.at(StepPoint.MOVE, 1, raise(code));
        send("POST", "/steps", "{\"run\":\"" + id + "\"}");
        assertThat(aim.struck()).isTrue();
        JsonNode run = MAPPER.readTree(send("GET", "/migrations/" + id, "").body());
        assertThat(run.path("state").asText()).isEqualTo(state);
        assertThat(run.at(where).asText()).startsWith(words);
    }

    @Test
    void document_thatATriggerRefuses_isInQuarantineWithWhatTheTriggerSaid() throws Exception {
        String refused = database.value("SELECT min(document_id::text) FROM upload_pipeline.documents"
                + " WHERE uuid_extract_version(document_id) = 4");
        database.execute("CREATE FUNCTION upload_pipeline.keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " RAISE 'not this one' USING HINT = 'ask the librarian'; END $$;"
                + " CREATE TRIGGER keep BEFORE UPDATE ON upload_pipeline.documents FOR EACH ROW WHEN (OLD.document_id = '"
                + refused + "') EXECUTE FUNCTION upload_pipeline.keep()");
        String id = planning();
        stepsUntil(id, "planned");
        try {
            send("POST", "/migrations/" + id + "/start", "{}");
            JsonNode item = MAPPER.missingNode();
            for (int steps = 0; steps < 50 && item.isMissingNode(); steps++) {
                send("POST", "/steps", "{\"run\":\"" + id + "\"}");
                item = MAPPER.readTree(send("GET", "/migrations/" + id + "/quarantine", "")
                                .body())
                        .at("/items/0");
            }
            assertThat(item.path("code").asText()).isEqualTo("trigger");
            assertThat(item.path("reason").asText())
                    .contains("not this one. Hint: ask the librarian", "function upload_pipeline.keep()");
            send("POST", "/migrations/" + id + "/rollback", "{}");
            stepsUntil(id, "rolled_back");
        } finally {
            database.execute("DROP FUNCTION upload_pipeline.keep() CASCADE");
        }
    }

    @Test
    void assessment_ofTablesWhoseTriggerPutsOldIdsBack_saysThatTheSampleDidNotMove() throws Exception {
        database.execute("CREATE FUNCTION upload_pipeline.keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " NEW.chunk_id = OLD.chunk_id; RETURN NEW; END $$;"
                + " CREATE TRIGGER keep BEFORE UPDATE ON upload_pipeline.document_chunks FOR EACH ROW"
                + " EXECUTE FUNCTION upload_pipeline.keep()");
        try {
            HttpResponse<String> assessed = send("POST", "/assessments", "{}");
            assertThat(assessed.statusCode()).as(assessed.body()).isEqualTo(200);
            assertThat(MAPPER.readTree(assessed.body()).path("state").asText()).isEqualTo("DONE");
            assertThat(assessed.body())
                    .contains("preflight.sample.refused", "could not be moved and taken back", "kept the old id");
        } finally {
            database.execute("DROP FUNCTION upload_pipeline.keep() CASCADE");
        }
    }

    /** What the role has for its application harms no call and no run. */
    @Test
    void role_thatIsReadOnlyAndImpatientByDefault_isAssessedAndMigrated() throws Exception {
        TestDatabase impatient = TestServer.shared(TestServer.Version.NEWEST).database();
        SchemaVariant.SAMPLE_PIPELINE.create(impatient, 30);
        for (String setting : List.of(
                "statement_timeout = '15ms'",
                "lock_timeout = '1ms'",
                "transaction_timeout = '50ms'",
                "idle_in_transaction_session_timeout = '1ms'",
                "idle_session_timeout = '1ms'",
                "default_transaction_read_only = on",
                "default_transaction_isolation = serializable",
                "DateStyle = 'SQL, DMY'",
                "search_path = ''")) {
            impatient.executeAsSuperuser("ALTER ROLE " + impatient.role() + " SET " + setting);
        }
        InvokerProcess shared = function;
        try (InvokerProcess own = Deployable.process()
                .environment("TRUENAME_DATABASE_URL", impatient.url())
                .environment("TRUENAME_MAPPING", SchemaVariant.SAMPLE_PIPELINE.mapping())
                .start()) {
            function = own;
            assertThat(MAPPER.readTree(send("POST", "/assessments", "{}").body())
                            .path("state")
                            .asText())
                    .isEqualTo("DONE");
            String id = planning();
            stepsUntil(id, "planned");
            send("POST", "/migrations/" + id + "/start", "{}");
            stepsUntil(id, "finished");
            send("POST", "/migrations/" + id + "/rollback", "{}");
            stepsUntil(id, "rolled_back");
        } finally {
            function = shared;
        }
    }

    private static Fault raise(String code) {
        return Fault.fail("DO $$ BEGIN RAISE 'told " + code + "' USING ERRCODE = '" + code
                + "', DETAIL = 'detail of it.', HINT = 'hint of it.'; END $$");
    }

    private static void prepare(Call call) {
        BookkeepingChanges changes = new BookkeepingChanges(database);
        changes.empty(BookkeepingTable.RUN);
        int run = changes.addRun(UUID.fromString(ID), RunState.valueOf(call.state));
        changes.set(BookkeepingTable.RUN, "settings = '" + settings + "'");
        changes.addShard(run, 0, 0);
        changes.addAssessment(UUID.fromString(ID));
    }

    private static HttpResponse<String> met(Call call, Fault fault) throws Exception {
        ArmedFault aim = proxy.atNext(call.at, fault);
        HttpResponse<String> answer = send(call.method, call.path(), call.body);
        assertThat(aim.struck()).as(call.toString()).isTrue();
        assertThat(DESCRIPTION.answerErrors(
                        call.template,
                        call.method.toLowerCase(java.util.Locale.ROOT),
                        answer.statusCode(),
                        answer.headers().firstValue("Content-Type").orElse("").split(";", -1)[0],
                        answer.body()))
                .as(answer.body())
                .isEmpty();
        return answer;
    }

    private static String detail(HttpResponse<String> answer) throws Exception {
        return MAPPER.readTree(answer.body()).path("detail").asText();
    }

    private static String planning() throws Exception {
        return MAPPER.readTree(send("POST", "/migrations", "{\"acceptNoBackup\":true,\"quarantineLimit\":0.5}")
                        .body())
                .path("id")
                .asText();
    }

    private static void stepsUntil(String id, String outcome) throws Exception {
        String last = "";
        for (int steps = 0; steps < 50; steps++) {
            last = send("POST", "/steps", "{\"run\":\"" + id + "\"}").body();
            if (last.contains("\"" + outcome + "\"")) {
                return;
            }
        }
        throw new AssertionError("The last step was answered " + last);
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(function.uri(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
