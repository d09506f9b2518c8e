// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.merge;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.IdColumn;
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

/** Search for the rows that merges concern: adds rows to a {@link MergeClosure} until it needs no more. */
public final class MergeSearch {
    private final Session session;
    private final List<MergeTable> tables;
    private final boolean lock;
    private final MergeClosure closure;

    /**
     * Creates an empty search.
     *
     * @param lock whether to lock the rows until the transaction ends
     */
    public MergeSearch(Session session, List<MergeTable> tables, boolean lock) {
        this.session = session;
        this.tables = tables;
        this.lock = lock;
        this.closure = new MergeClosure(tables);
    }

    /** Merges the row of one id into the row of another of the same space. */
    public void merge(int space, UUID from, UUID to) {
        closure.replace(String.valueOf(space), from.toString(), to.toString());
    }

    /** Computes the closure of the merges. */
    public MergeClosure find() {
        boolean news = true;
        while (news) {
            news = false;
            for (int t = 0; t < tables.size(); t++) {
                news |= closure.add(load(t));
            }
            news |= closure.merge();
        }
        return closure;
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
                        + (lock ? " FOR UPDATE OF x" : ""),
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

    public static UUID[] uuids(Set<String> names) {
        return names.stream().map(UUID::fromString).toArray(UUID[]::new);
    }

    /** Writes a JSON object of texts. */
    public static String json(Map<String, String> replaced) {
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
