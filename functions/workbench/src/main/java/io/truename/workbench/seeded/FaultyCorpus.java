// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.seeded;

import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.corpus.schema.Inspection;
import io.truename.postgres.probing.finding.FindingFilter;
import io.truename.postgres.probing.finding.FindingStore;
import io.truename.postgres.probing.scan.ScanKind;
import io.truename.postgres.probing.scan.ScanListener;
import io.truename.postgres.probing.scan.ScanSettings;
import io.truename.postgres.probing.scan.ScanStep;
import io.truename.postgres.probing.scan.ScanStore;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Corpus that is scanned, damaged and repaired. Damage is done as an administrator can: past foreign keys and triggers. Long because damage, repair and comparison share its rows. */
final class FaultyCorpus implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** Documents of a page: few, so that faults lie on both sides of its ends. */
    private static final int PAGE = 5;

    private final Database database;
    private final Connection superuser;
    private final String mapping;
    private final CorpusSchema schema;
    private final ScanStore scans = new ScanStore();
    private final FindingStore findings = new FindingStore();
    private final List<String> undo = new ArrayList<>();

    FaultyCorpus(TestServer server, TestDatabase test, FaultySchema of) throws SQLException {
        mapping = of.mapping();
        database = Database.of(DatabaseUrl.parse(test.url()), "seeded-faults", 4);
        SchemaMigrations.run(database);
        Inspection inspection = database.with(session -> CorpusInspector.inspect(session, MappingReader.read(mapping)));
        schema = inspection
                .schema()
                .orElseThrow(
                        () -> new IllegalStateException(inspection.findings().toString()));
        superuser = server.superuser(test.name());
        sql("SET session_replication_role = replica; SET allow_system_table_mods = on; SET client_min_messages ="
                + " warning");
    }

    Database database() {
        return database;
    }

    CorpusSchema schema() {
        return schema;
    }

    String mapping() {
        return mapping;
    }

    /** Scans the whole corpus. */
    void scan() {
        UUID id = database.with(session -> scans.begin(session, ScanKind.FULL, ScanSettings.USUAL.toJson()))
                .orElseThrow();
        ScanStep step = new ScanStep(database, database, ScanListener.NONE, Clock.systemUTC(), PAGE);
        Instant until = Instant.now().plus(LONGEST);
        ScanStep.Result result;
        do {
            result = step.goOn(id, schema, Instant.now().plusSeconds(20));
            if (result.outcome() == ScanStep.Outcome.WAITING) {
                database.with(session -> {
                    scans.wake(session, id);
                    return true;
                });
            }
            if (Instant.now().isAfter(until)) {
                throw new IllegalStateException("The scan does not end: " + result);
            }
        } while (result.outcome() == ScanStep.Outcome.MORE || result.outcome() == ScanStep.Outcome.WAITING);
        ScanStore.Stored scan =
                database.with(session -> scans.find(session, id)).orElseThrow();
        if (scan.state() != ScanStore.State.DONE) {
            throw new IllegalStateException(scan.toString());
        }
    }

    /** Rows by cause of the findings of a state. */
    Map<Cause, Long> findings(FindingState state) {
        Map<Cause, Long> found = new HashMap<>();
        Optional<Long> after = Optional.empty();
        do {
            Optional<Long> from = after;
            var page = database.with(session -> findings.list(
                    session, new FindingFilter(Optional.of(state), Optional.empty(), Optional.empty()), 500, from));
            page.items()
                    .forEach(stored ->
                            found.put(stored.finding().cause(), stored.finding().count()));
            after = page.next().map(Long::valueOf);
        } while (after.isPresent());
        return found;
    }

    /** Reads all documents with their chunks. */
    CorpusRows rows() throws SQLException {
        DocumentTable table = schema.documents();
        Map<String, List<List<CorpusRows.Chunk>>> chunks = new HashMap<>();
        for (int number = 0; number < schema.chunks().size(); number++) {
            ChunkTable of = schema.chunks().get(number);
            int position = number;
            for (List<String> row : query("SELECT " + text(of.id()) + ", lower(" + text(of.document()) + "), "
                    + RecipeSql.chunker(of, "x") + ", " + RecipeSql.chunkerVersion(of, "x") + ", "
                    + RecipeSql.ordinal(of, "x") + "::text" + ", "
                    + text(of.document()) + " FROM " + RecipeSql.chunks(of, "x") + " ORDER BY 2, 3, 4, "
                    + RecipeSql.ordinal(of, "x"))) {
                chunks.computeIfAbsent(row.get(1), absent -> empty())
                        .get(position)
                        .add(new CorpusRows.Chunk(
                                position, row.get(0), row.get(5), row.get(2), row.get(3), Long.parseLong(row.get(4))));
            }
        }
        Set<String> toMove = new HashSet<>();
        Set<String> aliased = new HashSet<>();
        for (List<String> row : query("SELECT m.old_id, m.new_id, m.state, r.state IN ('PLANNED', 'RUNNING', 'PAUSED',"
                + " 'ROLLING_BACK') FROM truename.document_map m JOIN truename.run r ON r.number = m.run")) {
            boolean moved = row.get(2).equals("1") || row.get(2).equals("2");
            if (moved && !row.get(0).equals(row.get(1))) {
                aliased.add(row.get(1));
            } else if (!moved && row.get(3).equals("t")) {
                toMove.add(row.get(0));
            }
        }
        String fileName = schema.table(table.table()).relation().columns().stream()
                .map(Column::name)
                .filter("filename"::equals)
                .findFirst()
                .orElse("''");
        List<CorpusRows.Document> documents = new ArrayList<>();
        for (List<String> row : query("SELECT " + text(table.id()) + ", " + RecipeSql.user(table, "x") + ", "
                + RecipeSql.contentHash(table, "x") + ", " + fileName + ", "
                + text(table.status().orElseThrow()) + " FROM " + TableSql.quoted(table.table()) + " x")) {
            WrongIds.Document names = new WrongIds.Document(row.get(1), row.get(2), row.get(3));
            String id = row.get(0).toLowerCase(Locale.ROOT);
            documents.add(new CorpusRows.Document(
                    row.get(0),
                    names,
                    row.get(4),
                    WrongIds.right(names).toString().equals(id),
                    toMove.contains(id),
                    aliased.contains(id),
                    chunks.getOrDefault(id, empty())));
        }
        documents.sort(Comparator.comparing(document -> document.id().toLowerCase(Locale.ROOT)));
        return new CorpusRows(documents);
    }

    private List<List<CorpusRows.Chunk>> empty() {
        List<List<CorpusRows.Chunk>> empty = new ArrayList<>();
        schema.chunks().forEach(table -> empty.add(new ArrayList<>()));
        return empty;
    }

    /** Remembers every row of the corpus, to which {@link #repair} comes back. */
    void remember() throws SQLException {
        int number = 0;
        for (RekeyedTable table : schema.tables()) {
            String before = "pg_temp.before_" + number++;
            sql("DROP TABLE IF EXISTS " + before + "; CREATE TABLE " + before + " AS SELECT * FROM " + name(table));
        }
    }

    /** Restores the corpus, row by row. */
    void repair() throws SQLException {
        for (String statement : undo) {
            sql(statement);
        }
        undo.clear();
        int number = 0;
        for (RekeyedTable table : schema.tables()) {
            String before = "pg_temp.before_" + number++;
            sql("DELETE FROM " + name(table) + " x WHERE x::text NOT IN (SELECT b::text FROM " + before + " b);"
                    + " INSERT INTO " + name(table) + " OVERRIDING SYSTEM VALUE SELECT b.* FROM " + before
                    + " b WHERE b::text NOT IN (SELECT x::text FROM " + name(table) + " x)");
        }
    }

    /** Has a statement run when the corpus is repaired. */
    void undoBy(String statement) {
        undo.add(statement);
    }

    /** Gives a row another id, and every reference to it. A column of UUIDs that cannot hold it becomes null. */
    void rename(int space, String oldId, String newId) throws SQLException {
        for (RekeyedTable table : schema.tables()) {
            Set<String> done = new HashSet<>();
            for (IdColumn idColumn : table.idColumns()) {
                Column column = idColumn.column();
                if (idColumn.space() != space || !done.add(column.name())) {
                    continue;
                }
                String of = "x." + quoted(column.name()) + "::text";
                boolean uuid = idColumn.type().name().equals("UUID");
                String value = uuid && !isUuid(newId)
                        ? "NULL"
                        : "CAST(replace(replace(" + of + ", '" + oldId.toUpperCase(Locale.ROOT) + "', '" + upper(newId)
                                + "'), '" + oldId.toLowerCase(Locale.ROOT) + "', '" + newId.toLowerCase(Locale.ROOT)
                                + "') AS " + column.type() + ")";
                sql("UPDATE " + name(table) + " x SET " + quoted(column.name()) + " = " + value + " WHERE " + of
                        + " ILIKE '%" + oldId + "%'");
            }
        }
    }

    private static String upper(String id) {
        return isUuid(id) ? id.toUpperCase(Locale.ROOT) : id;
    }

    static boolean isUuid(String id) {
        return id.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    }

    /** Deletes a row, and every row of other tables that refers to it. */
    void delete(int space, String id) throws SQLException {
        for (RekeyedTable table : schema.tables()) {
            for (IdColumn idColumn : table.idColumns()) {
                if (idColumn.space() == space) {
                    sql("DELETE FROM " + name(table) + " x WHERE x."
                            + quoted(idColumn.column().name()) + "::text ILIKE '%" + id + "%'");
                }
            }
        }
    }

    /** Stores a copy of a row with other values, given as a JSON object. */
    void copy(int space, String id, String json) throws SQLException {
        String table = TableSql.quoted(
                space == 0
                        ? schema.documents().table()
                        : schema.chunks().get(space - 1).table());
        sql("INSERT INTO " + table + " OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(x, '" + json
                + "')).* FROM " + table + " x WHERE " + text(idOf(space)) + " = '" + id + "' LIMIT 1");
    }

    /** Sets a column of a row to an SQL expression. */
    void set(int space, String id, Column column, String expression) throws SQLException {
        String table = TableSql.quoted(
                space == 0
                        ? schema.documents().table()
                        : schema.chunks().get(space - 1).table());
        sql("UPDATE " + table + " x SET " + quoted(column.name()) + " = " + expression + " WHERE " + text(idOf(space))
                + " = '" + id + "'");
    }

    private Column idOf(int space) {
        return space == 0
                ? schema.documents().id()
                : schema.chunks().get(space - 1).id();
    }

    /** An id as the column of a space writes it. */
    String written(int space, UUID id) {
        boolean upper = idOf(space).type().contains("text")
                || idOf(space).type().contains("char")
                || idOf(space).type().contains("chunk_key");
        return upper ? id.toString().toUpperCase(Locale.ROOT) : id.toString();
    }

    boolean idsAreText() {
        return schema.documents().id().type().equals("text");
    }

    void sql(String statements) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(statements);
        } catch (SQLException failed) {
            throw new SQLException(failed.getMessage() + "\n" + statements, failed);
        }
    }

    /** Rows of texts; an absent value is the empty text. */
    List<List<String>> query(String query) throws SQLException {
        try (Statement statement = superuser.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<List<String>> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    String value = result.getString(column);
                    row.add(value == null ? "" : value);
                }
                rows.add(row);
            }
            return rows;
        }
    }

    static String name(RekeyedTable table) {
        return TableSql.quoted(table.relation().name());
    }

    static String quoted(String column) {
        return '"' + column + '"';
    }

    private static String text(Column column) {
        return RecipeSql.column(column, "x") + "::text";
    }

    @Override
    public void close() throws SQLException {
        superuser.close();
        database.close();
    }
}
