// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.merge;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.rekeying.batch.IdColumnSql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Step of a merge: finds all rows concerned, then deletes and changes them in one statement, so that foreign keys hold at its end,
 * whatever the dependencies. The statement that changes a row also archives it.
 */
final class MergeStep {
    private final Session session;
    private final CorpusSchema schema;
    private final List<MergeTable> tables;
    private final MergeSearch search;

    /**
     * Creates an empty step.
     *
     * @param tables tables of the corpus, as merges see them now
     */
    MergeStep(Session session, CorpusSchema schema, List<MergeTable> tables) {
        this.session = session;
        this.schema = schema;
        this.tables = tables;
        this.search = new MergeSearch(session, tables, true);
    }

    /** Merges the row of one id into the row of another of the same space. */
    void merge(int space, UUID from, UUID to) {
        search.merge(space, from, to);
    }

    /**
     * Carries out the merges and all consequences; archives them under a document's number.
     *
     * @return difference between a row that would be deleted and the row that would stay; nothing was changed then
     * @throws RefusedMergeException if a cascade would delete or change rows that the run does not know
     */
    Optional<Difference> carryOut(int run, long doc) {
        MergeClosure closure = search.find();
        List<Difference> differences = new DuplicateCheck(session, schema, tables).differences(closure);
        if (!differences.isEmpty()) {
            return Optional.of(differences.get(0));
        }
        new CascadeGuard(session, tables, closure).check();
        apply(closure, run, doc);
        for (int space = 1; space <= schema.chunks().size(); space++) {
            Map<String, String> replaced = new LinkedHashMap<>(closure.replacements(String.valueOf(space)));
            if (!replaced.isEmpty()) {
                // The alias of the deleted chunk leads to the surviving one, whose inputs may have been different.
                session.update(
                        "/* truename:record */ UPDATE truename.chunk_map AS g SET merged = true, new_id = COALESCE("
                                + "(SELECT s.new_id FROM truename.chunk_map AS s WHERE s.run = $1 AND s.source = $2"
                                + " AND s.old_id = given.stayed AND NOT s.merged LIMIT 1), given.stayed)"
                                + " FROM unnest($3::uuid[], $4::uuid[]) AS given (gone, stayed)"
                                + " WHERE g.run = $1 AND g.source = $2 AND g.old_id = given.gone",
                        run,
                        (short) space,
                        replaced.keySet().stream().map(UUID::fromString).toArray(UUID[]::new),
                        replaced.values().stream().map(UUID::fromString).toArray(UUID[]::new));
            }
        }
        return Optional.empty();
    }

    private void apply(MergeClosure closure, int run, long doc) {
        Statement statement = new Statement(closure, run, doc);
        for (int t = 0; t < tables.size(); t++) {
            statement.delete(tables.get(t), closure.deleted(t));
            statement.change(tables.get(t), closure.staying(t));
        }
        statement.execute();
    }

    /** Builder of the statement. Its text depends on the rows, but it is rare. */
    private final class Statement {
        private static final String ARCHIVE =
                "INSERT INTO truename.archive (run, doc, step, kind, table_schema, table_name, columns, key_columns,"
                        + " changed_columns, image, after_image) ";

        private final List<Object> values = new ArrayList<>();
        private final List<String> parts = new ArrayList<>();
        private final List<String> archived = new ArrayList<>();
        private final MergeClosure closure;
        private int boundBefore = 3;

        Statement(MergeClosure closure, int run, long doc) {
            this.closure = closure;
            values.add(run);
            values.add(doc);
            values.add(session.one("SELECT nextval('truename.archive_step') AS step", row -> row.number("step")));
        }

        void delete(MergeTable table, List<MergeRow> rows) {
            if (rows.isEmpty()) {
                return;
            }
            String part = "part" + parts.size();
            parts.add(part + " AS (DELETE FROM " + table.name() + " AS x WHERE " + at(rows)
                    + " RETURNING x::text AS image, NULL::text AS after_image)");
            archived.add(archived(part, "DELETED", table.table(), List.of()));
        }

        void change(MergeTable table, List<MergeRow> rows) {
            Map<String, String> assigned = new LinkedHashMap<>();
            List<String> changing = new ArrayList<>();
            for (IdColumn idColumn : table.table().idColumns()) {
                Map<String, String> replaced = closure.replacements(String.valueOf(idColumn.space()));
                if (!replaced.isEmpty()) {
                    String before = assigned.getOrDefault(idColumn.column().name(), IdColumnSql.column(idColumn, "x"));
                    assigned.put(
                            idColumn.column().name(),
                            IdColumnSql.replaced(idColumn, before, IdColumnSql.map(bind(MergeSearch.json(replaced)))));
                    changing.add(
                            IdColumnSql.holds(idColumn, "x", bind(MergeSearch.uuids(replaced.keySet())) + "::uuid[]"));
                }
            }
            for (String column : table.otherReferences()) {
                Map<String, String> replaced = closure.replacements(
                        Objects.requireNonNull(table.spaces().get(column)));
                if (!replaced.isEmpty()) {
                    String name = "x." + SqlNames.quoted(column);
                    String type = table.table().relation().column(column).type();
                    assigned.put(
                            column,
                            "COALESCE((" + IdColumnSql.map(bind(MergeSearch.json(replaced))) + " ->> " + name
                                    + "::text)::" + type + ", " + name + ")");
                    changing.add(name + " = ANY (" + bind(replaced.keySet().toArray(String[]::new)) + "::text[]::"
                            + type + "[])");
                }
            }
            if (rows.isEmpty() || assigned.isEmpty()) {
                // Drop unused values: every bound value must occur in the text.
                values.subList(boundBefore, values.size()).clear();
                return;
            }
            String part = "part" + parts.size();
            String set = assigned.entrySet().stream()
                    .map(value -> SqlNames.quoted(value.getKey()) + " = " + value.getValue())
                    .collect(Collectors.joining(", "));
            parts.add(part + " AS (UPDATE " + table.name() + " AS x SET " + set + " FROM " + table.name()
                    + " AS b WHERE b.ctid = x.ctid AND b.tableoid = x.tableoid AND " + at(rows) + " AND ("
                    + String.join(" OR ", changing) + ") RETURNING b::text AS image, x::text AS after_image)");
            archived.add(archived(part, "CHANGED", table.table(), List.copyOf(assigned.keySet())));
            boundBefore = values.size();
        }

        void execute() {
            if (!parts.isEmpty()) {
                session.update(
                        "/* truename:move */ WITH " + String.join(",\n", parts) + "\n" + ARCHIVE
                                + String.join("\nUNION ALL ", archived),
                        values.toArray());
            }
        }

        private String at(List<MergeRow> rows) {
            String condition = "x.ctid = ANY ("
                    + bind(rows.stream().map(MergeRow::tuple).toArray(String[]::new))
                    + "::text[]::tid[]) AND x.tableoid::text || x.ctid::text = ANY ("
                    + bind(rows.stream().map(MergeRow::place).toArray(String[]::new)) + "::text[])";
            boundBefore = values.size();
            return condition;
        }

        private String bind(Object value) {
            values.add(value);
            return "$" + values.size();
        }

        private String archived(String part, String kind, RekeyedTable table, List<String> changed) {
            List<String> columns = table.relation().columns().stream()
                    .filter(column -> !column.generated())
                    .map(Column::name)
                    .toList();
            List<String> keys = table.relation().primaryKey().isEmpty()
                    ? columns
                    : table.relation().primaryKey();
            return "SELECT $1, $2, $3, '" + kind + "', "
                    + SqlNames.literal(table.relation().name().schema()) + ", "
                    + SqlNames.literal(table.relation().name().name()) + ", " + array(columns) + ", " + array(keys)
                    + ", " + array(changed) + ", image, after_image FROM " + part;
        }

        private static String array(List<String> names) {
            return names.stream().map(SqlNames::literal).collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
        }
    }
}
