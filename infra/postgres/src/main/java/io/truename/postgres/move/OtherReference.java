// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.move;

import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.rekeying.schema.Column;
import io.truename.rekeying.schema.Relation;
import io.truename.rekeying.schema.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A foreign key to a row that is merged away, by columns that carry no ids of ours: events of a job, say. */
record OtherReference(TableName table, List<Column> columns, List<Column> primaryKey, List<String> referenced) {
    OtherReference {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        referenced = List.copyOf(referenced);
    }

    private static final String TO = "/* truename:collect */ SELECT n.nspname AS schema, c.relname AS name,"
            + " ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u (num, place)"
            + "   JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num ORDER BY u.place) AS columns,"
            + " ARRAY(SELECT format_type(a.atttypid, a.atttypmod) FROM unnest(k.conkey) WITH ORDINALITY AS u (num, place)"
            + "   JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num ORDER BY u.place) AS types,"
            + " ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS u (num, place)"
            + "   JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num ORDER BY u.place) AS referenced,"
            + " ARRAY(SELECT a.attname::text FROM pg_index i CROSS JOIN unnest(i.indkey) AS u (num)"
            + "   JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.num"
            + "   WHERE i.indrelid = k.conrelid AND i.indisprimary) AS key,"
            + " ARRAY(SELECT format_type(a.atttypid, a.atttypmod) FROM pg_index i CROSS JOIN unnest(i.indkey) AS u (num)"
            + "   JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.num"
            + "   WHERE i.indrelid = k.conrelid AND i.indisprimary) AS key_types"
            + " FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE k.contype = 'f' AND k.conparentid = 0 AND k.confrelid = to_regclass($1)";

    static List<OtherReference> to(Session session, TableName referenced) {
        return session.list(
                TO,
                row -> new OtherReference(
                        new TableName(row.text("schema"), row.text("name")),
                        columns(row.get("columns", String[].class), row.get("types", String[].class)),
                        columns(row.get("key", String[].class), row.get("key_types", String[].class)),
                        List.of(row.get("referenced", String[].class))),
                SqlNames.quoted(referenced));
    }

    private static List<Column> columns(String[] names, String[] types) {
        return IntStream.range(0, names.length)
                .mapToObj(i -> new Column(names[i], types[i], false, false))
                .toList();
    }

    /** Lets every row that refers to one row refer to its twin. */
    void repoint(MergeArchive archive, long doc, Relation to, RowKey key, String[] row, String[] twin) {
        List<Column> identity = primaryKey.isEmpty() ? columns : primaryKey;
        Relation relation = new Relation(
                table,
                false,
                0,
                all(identity),
                identity.stream().map(Column::name).toList(),
                List.of());
        String join = IntStream.range(0, columns.size())
                .mapToObj(i ->
                        "x." + SqlNames.quoted(columns.get(i).name()) + " = r." + SqlNames.quoted(referenced.get(i)))
                .collect(Collectors.joining(" AND "));
        for (int i = 0; i < columns.size(); i++) {
            archive.repointAll(doc, relation, columns.get(i), join, referenced.get(i), to, key, row, twin);
        }
    }

    private List<Column> all(List<Column> identity) {
        List<Column> all = new ArrayList<>(identity);
        columns.stream()
                .filter(column -> all.stream().noneMatch(known -> known.name().equals(column.name())))
                .forEach(all::add);
        return all;
    }
}
