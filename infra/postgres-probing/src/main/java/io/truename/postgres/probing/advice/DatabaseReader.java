// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.advice;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.probing.advice.DatabaseReading;
import io.truename.probing.advice.IndexFacts;
import io.truename.probing.advice.QueryFacts;
import io.truename.probing.advice.ServerFacts;
import io.truename.probing.advice.Sessions;
import io.truename.probing.advice.TableFacts;
import io.truename.probing.advice.Unseen;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads statistics and catalog of a database in a few statements, as any role. A part that the role may not see, or that takes too
 * long, is missing from the reading, which says so; the reading itself fails only if the database does not answer. No statement takes a
 * lock for which a writer waits.
 */
public final class DatabaseReader {
    private static final String BOUNDS =
            "SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = '5s'; SET LOCAL lock_timeout = '100ms'";

    /** Time-outs, missing rights, and objects that were dropped in between or are not installed. */
    private static final Set<String> NOT_SEEN =
            Set.of("55P03", "57014", "42501", "42P01", "42883", "42703", "55000", "XX000");

    private final Database database;
    private final List<Unseen> unseen = new ArrayList<>();

    private DatabaseReader(Database database) {
        this.database = database;
    }

    /**
     * Reads a database.
     *
     * @param schema of the corpus; empty reads the largest tables of all schemas, and cannot tell which index is missing
     * @throws SqlException if the database does not answer
     */
    public static DatabaseReading read(Database database, Optional<CorpusSchema> schema) {
        return new DatabaseReader(database).read(schema);
    }

    private record Now(OffsetDateTime at, int version) {}

    private DatabaseReading read(Optional<CorpusSchema> schema) {
        try (Session session = database.open()) {
            Now now = session.one(
                    "SELECT pg_catalog.clock_timestamp() AS at,"
                            + " pg_catalog.current_setting('server_version_num')::integer AS version",
                    row -> new Now(row.get("at", OffsetDateTime.class), row.get("version", Integer.class)));
            List<TableName> names = schema.stream()
                    .flatMap(corpus -> corpus.tables().stream())
                    .map(table -> table.relation().name())
                    .toList();
            if (schema.isEmpty()) {
                unseen.add(new Unseen(
                        "missing indexes, look-ups by id",
                        "The mapping is not set or does not fit the database, so that nobody knows which columns are"
                                + " ids.",
                        "Set TRUENAME_MAPPING_FILE; POST /assessments of migrate lists what does not fit."));
            }
            TableReader tables = new TableReader(names, database.applicationName());
            List<TableFacts> tableFacts =
                    tables.withDeadRows(session, seen(session, "tables", List.of(), tables::tables));
            TableReader.Indexes indexes =
                    seen(session, "indexes", new TableReader.Indexes(List.of(), List.of(), List.of()), tables::indexes);
            if (!indexes.hidden().isEmpty()) {
                unseen.add(new Unseen(
                        "bloated indexes, order of ids",
                        "The role may not read, and so sees no statistics of the values of "
                                + String.join(", ", indexes.hidden()) + ".",
                        "GRANT pg_read_all_data TO the role of TRUENAME_DATABASE_URL, or SELECT on these tables."));
            }
            Sessions sessions = seen(
                    session,
                    "sessions, locks, transactions",
                    new Sessions(0, 1, List.of(), List.of(), List.of(), List.of(), 0, 0),
                    one -> SessionReader.read(one, database, unseen));
            ServerFacts server = seen(
                    session,
                    "buffers, replication, wraparound",
                    ServerFacts.unknown(now.version(), now.at().toInstant()),
                    one -> ServerReader.read(one, now.version(), unseen));
            List<QueryFacts> queries =
                    seen(session, "statements", List.of(), one -> StatementReader.read(one, schema, unseen));
            List<IndexFacts> found = indexes.indexes();
            return new DatabaseReading(
                    now.at().toInstant(),
                    server,
                    sessions,
                    tableFacts,
                    found,
                    indexes.randomIds(),
                    schema.map(WantedIndexes::of).orElse(List.of()),
                    queries,
                    unseen);
        }
    }

    private <T> T seen(Session session, String what, T absent, Function<Session, T> read) {
        int before = unseen.size();
        try {
            return session.inTransaction(() -> {
                session.execute(BOUNDS);
                return read.apply(session);
            });
        } catch (SqlException failed) {
            if (failed.connectionLost() || !NOT_SEEN.contains(failed.sqlState())) {
                throw failed;
            }
            unseen.subList(before, unseen.size()).clear();
            unseen.add(notSeen(what, failed.sqlState()));
            return absent;
        }
    }

    private static Unseen notSeen(String what, String sqlState) {
        return switch (sqlState) {
            case "55P03", "57014" ->
                new Unseen(
                        what,
                        "Another session alters a table, or the statistics took longer than 5 s to read.",
                        "Ask again.");
            case "42501" ->
                new Unseen(
                        what, "The role may not read them.", "GRANT pg_monitor TO the role of TRUENAME_DATABASE_URL.");
            default -> new Unseen(what, "The server refused to show them: SQLSTATE " + sqlState + ".", "Ask again.");
        };
    }
}
