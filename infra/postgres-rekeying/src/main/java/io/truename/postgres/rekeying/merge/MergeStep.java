// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.merge;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.ForeignKey;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.rekeying.batch.IdColumnSql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One merge: finds every row that it concerns, then deletes and changes them in one statement, so that foreign keys hold at its
 * end, whatever hangs on what. Each row is archived by the statement that changes it.
 */
final class MergeStep {
    private final Session session;
    private final CorpusSchema schema;
    private final List<MergeTable> tables;
    private final MergeClosure closure;

    MergeStep(Session session, CorpusSchema schema) {
        this.session = session;
        this.schema = schema;
        List<ForeignKey> others = others(schema);
        List<UniqueIndexes.Index> indexes = UniqueIndexes.of(session, schema);
        this.tables = schema.tables().stream()
                .map(table -> new MergeTable(schema, table, others, indexes))
                .toList();
        this.closure = new MergeClosure(tables);
    }

    /** Foreign keys between tables of the corpus by a column that carries no id of a document or chunk. */
    private static List<ForeignKey> others(CorpusSchema schema) {
        return schema.foreignKeys().stream()
                .filter(key -> key.columns().size() == 1
                        && isOurs(schema, key.table())
                        && isOurs(schema, key.referenced())
                        && schema.table(key.table()).idColumns().stream()
                                .noneMatch(idColumn -> idColumn.column()
                                        .name()
                                        .equals(key.columns().get(0))))
                .toList();
    }

    private static boolean isOurs(CorpusSchema schema, io.truename.corpus.schema.TableName name) {
        return schema.tables().stream()
                .anyMatch(table -> table.relation().name().equals(name));
    }

    /** Merges the row of one id into the row of another of the same space. */
    void merge(int space, UUID from, UUID to) {
        closure.replace(String.valueOf(space), from.toString(), to.toString());
    }

    /** Carries out what was asked for, and all that follows; filed under the document of that number. */
    void carryOut(int run, long doc) {
        boolean news = true;
        while (news) {
            news = false;
            for (int t = 0; t < tables.size(); t++) {
                news |= closure.add(load(t));
            }
            news |= closure.merge();
        }
        new CascadeGuard(session, tables, closure).check();
        apply(run, doc);
        for (int space = 1; space <= schema.chunks().size(); space++) {
            Map<String, String> replaced = new LinkedHashMap<>(closure.replacements(String.valueOf(space)));
            if (!replaced.isEmpty()) {
                // Whoever asks for the one that is gone is led to the one that stayed, which may have had another
                // recipe.
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
    }

    private List<MergeRow> load(int t) {
        MergeTable table = tables.get(t);
        List<Object> values = new ArrayList<>();
        List<String> conditions = new ArrayList<>();
        for (IdColumn idColumn : table.table().idColumns()) {
            Map<String, String> replaced = closure.replacements(String.valueOf(idColumn.space()));
            Set<String> names = new LinkedHashSet<>(replaced.keySet());
            if (IdColumnSql.isScalar(idColumn)) {
                names.addAll(replaced.values());
            }
            if (!names.isEmpty()) {
                values.add(uuids(names));
                conditions.add(IdColumnSql.holds(idColumn, "x", "$" + values.size() + "::uuid[]"));
            }
        }
        for (String column : table.otherReferences()) {
            Map<String, String> replaced =
                    closure.replacements(Objects.requireNonNull(table.spaces().get(column)));
            if (!replaced.isEmpty()) {
                Set<String> names = new LinkedHashSet<>(replaced.keySet());
                names.addAll(replaced.values());
                values.add(names.toArray(String[]::new));
                Column referring = table.table().relation().column(column);
                conditions.add("x." + SqlNames.quoted(column) + " = ANY ($" + values.size() + "::text[]::"
                        + referring.type() + "[])");
            }
        }
        if (conditions.isEmpty()) {
            return List.of();
        }
        String loaded = table.loaded().values().stream()
                .map(value -> value + "::text")
                .collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
        return session.list(
                "/* truename:lock */ SELECT x.tableoid::text || x.ctid::text AS place, x.ctid::text AS tuple, " + loaded
                        + " AS loaded FROM " + table.name() + " AS x WHERE " + String.join(" OR ", conditions)
                        + " FOR UPDATE OF x",
                row -> row(t, row),
                values.toArray());
    }

    private MergeRow row(int t, Session.Fields row) {
        @Nullable String[] loaded = row.get("loaded", String[].class);
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        int i = 0;
        for (String name : tables.get(t).loaded().keySet()) {
            values.put(name, loaded[i++]);
        }
        return new MergeRow(t, row.text("place"), row.text("tuple"), values);
    }

    private void apply(int run, long doc) {
        Statement statement = new Statement(run, doc);
        for (int t = 0; t < tables.size(); t++) {
            statement.delete(tables.get(t), closure.deleted(t));
            statement.change(tables.get(t), closure.staying(t));
        }
        statement.execute();
    }

    private static UUID[] uuids(Set<String> names) {
        return names.stream().map(UUID::fromString).toArray(UUID[]::new);
    }

    /** The statement as it grows; its text depends on the rows, but it is rare. */
    private final class Statement {
        private static final String ARCHIVE =
                "INSERT INTO truename.archive (run, doc, step, kind, table_schema, table_name, columns, key_columns,"
                        + " changed_columns, image, after_image) ";

        private final List<Object> values = new ArrayList<>();
        private final List<String> parts = new ArrayList<>();
        private final List<String> archived = new ArrayList<>();
        private int boundBefore = 3;

        Statement(int run, long doc) {
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
                            IdColumnSql.replaced(idColumn, before, bind(json(replaced)) + "::jsonb"));
                    changing.add(IdColumnSql.holds(idColumn, "x", bind(uuids(replaced.keySet())) + "::uuid[]"));
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
                            "COALESCE((" + bind(json(replaced)) + "::jsonb ->> " + name + "::text)::" + type + ", "
                                    + name + ")");
                    changing.add(name + " = ANY (" + bind(replaced.keySet().toArray(String[]::new)) + "::text[]::"
                            + type + "[])");
                }
            }
            if (rows.isEmpty() || assigned.isEmpty()) {
                // What was bound for nothing must still occur in the text.
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
                    + IdColumnSql.literal(table.relation().name().schema()) + ", "
                    + IdColumnSql.literal(table.relation().name().name()) + ", " + array(columns) + ", " + array(keys)
                    + ", " + array(changed) + ", image, after_image FROM " + part;
        }

        private static String array(List<String> names) {
            return names.stream().map(IdColumnSql::literal).collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
        }

        private static String json(Map<String, String> replaced) {
            return replaced.entrySet().stream()
                    .map(entry -> quoted(entry.getKey()) + ":" + quoted(entry.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }

        private static String quoted(String text) {
            StringBuilder json = new StringBuilder("\"");
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '"' || c == '\\' || c < ' ') {
                    json.append(String.format("\\u%04x", (int) c));
                } else {
                    json.append(c);
                }
            }
            return json.append('"').toString();
        }
    }
}
