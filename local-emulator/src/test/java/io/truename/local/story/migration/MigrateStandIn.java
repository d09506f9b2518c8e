// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.migration;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.truename.local.database.DatabaseAddress;
import io.truename.local.story.CorpusLogin;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Fake of migrate that really moves the sample corpus, in one statement, with the API of the real one. It can be told to fail.
 */
final class MigrateStandIn {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SET_UP = """
            CREATE SCHEMA IF NOT EXISTS truename;
            CREATE TABLE IF NOT EXISTS truename.moves (old uuid PRIMARY KEY, new uuid UNIQUE, moved boolean NOT NULL);
            CREATE OR REPLACE FUNCTION truename.resolve(given uuid) RETURNS uuid LANGUAGE sql STABLE AS
              $$ SELECT coalesce((SELECT m.new FROM truename.moves m WHERE m.old = given AND m.moved), given) $$;
            """;

    private static final String PLAN = """
            DELETE FROM truename.moves;
            INSERT INTO truename.moves
            SELECT document_id, extensions.uuid_generate_v5('6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42', user_id || ':' || file_sha256), false
            FROM upload_pipeline.documents
            WHERE document_id <> extensions.uuid_generate_v5('6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42', user_id || ':' || file_sha256);
            INSERT INTO truename.moves
            SELECT c.chunk_id, extensions.uuid_generate_v5('6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42',
                     m.new::text || ':' || chunker_name || ':' || chunker_version || ':' || chunk_ord), false
            FROM upload_pipeline.document_chunks c JOIN truename.moves m ON m.old = c.document_id;
            """;

    /** Parameters: (from, to, whether moved afterwards). */
    private static final String MOVE = """
            WITH d AS (UPDATE upload_pipeline.documents t SET document_id = m.%2$s FROM truename.moves m WHERE t.document_id = m.%1$s),
                 j AS (UPDATE upload_pipeline.upload_jobs t SET document_id = m.%2$s,
                         payload = jsonb_set(payload, '{document_id}', to_jsonb(m.%2$s::text))
                       FROM truename.moves m WHERE t.document_id = m.%1$s),
                 e AS (UPDATE upload_pipeline.events t SET document_id = m.%2$s FROM truename.moves m WHERE t.document_id = m.%1$s),
                 c AS (UPDATE upload_pipeline.document_chunks t SET chunk_id = mc.%2$s, document_id = md.%2$s
                       FROM truename.moves mc, truename.moves md WHERE t.chunk_id = mc.%1$s AND t.document_id = md.%1$s),
                 v AS (UPDATE upload_pipeline.document_vector_buffer t SET chunk_id = m.%2$s FROM truename.moves m WHERE t.chunk_id = m.%1$s)
            UPDATE truename.moves SET moved = %3$s""";

    private final DatabaseAddress database;
    private final Map<String, ObjectNode> runs = new ConcurrentHashMap<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();

    /** SQL that does damage after each rollback, in the same transaction. */
    volatile String afterRollBack = "";

    /** SQL that does damage after each planning. */
    volatile String afterPlan = "";

    /** The state that a started run goes to instead of FINISHED. */
    volatile String endState = "FINISHED";

    MigrateStandIn(DatabaseAddress database) {
        this.database = database;
    }

    /** Returns the received commands, in order. */
    List<String> commands() {
        return commands;
    }

    /** Leaves an unfinished run, as from a killed story. */
    void leaveBehind(String state) {
        runs.put("left", run("left").put("state", state));
    }

    void handle(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath().replaceFirst("/functions/migrate", "");
        String[] parts = path.substring(1).split("/", -1);
        int status = 200;
        ObjectNode answer;
        try {
            if (exchange.getRequestMethod().equals("POST")) {
                commands.add(parts.length > 2 ? parts[2] + " " + parts[1] : parts[0]);
            }
            if (parts[0].equals("assessments")) {
                answer = assessment();
            } else if (parts.length == 1) {
                answer = exchange.getRequestMethod().equals("POST") ? plan() : list();
            } else if (parts.length == 3 && parts[2].equals("batches")) {
                answer = JSON.createObjectNode();
                answer.putArray("items")
                        .addObject()
                        .put("number", 1)
                        .put("rows", 30)
                        .put("seconds", 0.25);
            } else {
                answer = runs.get(parts[1]);
                if (parts.length == 3) {
                    status = 202;
                    command(answer, parts[2]);
                }
            }
        } catch (SQLException failed) {
            status = 500;
            answer = JSON.createObjectNode().put("title", failed.getMessage());
        }
        byte[] body = JSON.writeValueAsBytes(answer);
        exchange.sendResponseHeaders(status, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    private static ObjectNode assessment() {
        ObjectNode report = JSON.createObjectNode();
        report.putArray("findings")
                .addObject()
                .put("severity", "WARNING")
                .put("subject", "upload_pipeline.document_vector_buffer.chunk_id")
                .put("reason", "has no index");
        return report;
    }

    private ObjectNode list() {
        ObjectNode page = JSON.createObjectNode();
        page.putArray("items").addAll(new ArrayList<>(runs.values()));
        return page;
    }

    private ObjectNode plan() throws SQLException {
        execute(SET_UP + PLAN + afterPlan);
        ObjectNode run = run(UUID.randomUUID().toString()).put("state", "PLANNED");
        run.putObject("documents").put("planned", documents()).put("done", 0);
        runs.put(run.path("id").asText(), run);
        return run;
    }

    private static ObjectNode run(String id) {
        ObjectNode run = JSON.createObjectNode().put("id", id);
        run.putObject("validation").put("documentsChecked", 7).put("wrong", 0);
        return run;
    }

    private void command(ObjectNode run, String command) throws SQLException {
        if (command.equals("start")) {
            execute(MOVE.formatted("old", "new", "true"));
            run.put("state", endState);
            run.withObject("/documents")
                    .put("done", run.at("/documents/planned").asLong());
            if (endState.equals("FAILED")) {
                run.putObject("lastError").put("message", "no space left on device");
            }
        } else {
            if (!run.path("id").asText().equals("left")) {
                execute(MOVE.formatted("new", "old", "false") + ";" + afterRollBack);
            }
            run.put("state", "ROLLED_BACK");
            run.withObject("/documents").put("done", 0);
        }
    }

    private long documents() throws SQLException {
        try (Connection connection = new CorpusLogin(database).connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM upload_pipeline.documents d"
                        + " JOIN truename.moves m ON m.old = d.document_id")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = new CorpusLogin(database).connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
