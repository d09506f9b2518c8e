// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.rekeying.plan.Priority;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Sessions and tables that keep writing untrue ids, as far as the database shows them. */
public final class NonconformingWriters {
    private static final int NAMED = 5;
    private static final int LOOKED_AT = 1_000;

    /** Sessions by user; statements of other users are hidden from a role without monitoring privileges. */
    private static final String SESSIONS = "SELECT coalesce(usename::text, '?') AS who,"
            + " coalesce(nullif(application_name, ''), '?') AS application, coalesce(host(client_addr), 'local') AS host,"
            + " count(*) AS sessions FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
            + " AND backend_type = 'client backend' AND application_name IS DISTINCT FROM current_setting('application_name')"
            + " AND (query ~* '(insert|update|merge|copy)' AND query ILIKE ANY($1) OR query = '<insufficient privilege>')"
            + " GROUP BY 1, 2, 3 ORDER BY count(*) DESC, 1, 2, 3 LIMIT $2";

    private final CorpusSchema schema;
    private final int run;

    /** Creates a description for a run. */
    public NonconformingWriters(CorpusSchema schema, int run) {
        this.schema = schema;
        this.run = run;
    }

    /** Describes the writers in a few sentences for {@code run.waiting}, without data of a document. */
    public String describe(Session session) {
        PlanSql sql = new PlanSql(schema);
        record Pass(int number, long found) {}
        Pass pass = session.one(
                "SELECT pass, found_in_pass FROM truename.run WHERE number = $1",
                row -> new Pass(row.get("pass", Integer.class), row.number("found_in_pass")),
                run);
        String newest = "SELECT max(" + sql.created + ")::text AS newest FROM (SELECT old_id, new_id FROM"
                + " truename.document_map WHERE run = $1 AND rank >= $2 ORDER BY rank DESC, doc DESC LIMIT " + LOOKED_AT
                + ") m CROSS JOIN LATERAL (SELECT * FROM " + sql.documents + " d WHERE " + sql.documentId.of("d")
                + " = ANY(ARRAY[" + sql.documentId.written("m.old_id") + ", " + sql.documentId.written("m.new_id")
                + "]) OFFSET 0) d";
        Optional<String> createdAt = session.inTransaction(() -> {
            session.execute(PlannerSettings.BY_INDEX);
            return session.one(
                    newest, row -> row.find("newest", String.class), run, (pass.number() - 1) * Priority.OF_A_PASS);
        });
        List<String> tables = new ArrayList<>();
        tables.add(schema.documents().table().name());
        schema.chunks().forEach(chunks -> tables.add(chunks.table().name()));
        String writers = writers(session, tables);
        return String.format(
                Locale.ROOT,
                "%d passes have been planned and the last one still found %d documents whose ids, or whose chunks' ids, are"
                        + " not true%s: something keeps writing them. Sessions that may: %s. Let every writer make true ids, then"
                        + " resume.",
                pass.number(),
                pass.found(),
                createdAt.map(at -> ", the newest created at " + at).orElse(""),
                writers);
    }

    /**
     * Describes the writers of late references like {@link #describe(Session)}.
     *
     * @param rows late references of the last search, by {@code schema.table.column}
     * @param tables tables of these references, without schema
     */
    public String describeLate(Session session, Map<String, Long> rows, Collection<String> tables) {
        String columns = new TreeMap<>(rows)
                .entrySet().stream()
                        .map(entry -> entry.getValue() + " in " + entry.getKey())
                        .collect(Collectors.joining(", "));
        return "Look after look finds references to ids that their documents or chunks have left, the last one "
                + columns
                + ": something keeps writing them. They were led to where these are now. Sessions that may: "
                + writers(session, tables) + ". Let every writer ask truename.resolve; the run goes on when they stop.";
    }

    private static String writers(Session session, Collection<String> tables) {
        List<String> writers = session.list(
                SESSIONS,
                row -> row.number("sessions") + " of " + row.text("who") + " (" + row.text("application") + ", "
                        + row.text("host") + ")",
                tables.stream().map(NonconformingWriters::like).toArray(String[]::new),
                NAMED);
        return writers.isEmpty() ? "none is connected just now" : String.join("; ", writers);
    }

    private static String like(String name) {
        return "%" + name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }
}
