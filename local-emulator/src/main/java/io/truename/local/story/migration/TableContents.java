// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.migration;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every table of the corpus by its whole content: all columns of all rows. Rows are hashed one by one and the hashes added up,
 * so neither their order nor their number costs memory.
 *
 * @param tables by qualified name
 */
record TableContents(Map<String, Content> tables) {
    private static final String NAMES = """
            SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
            WHERE schemaname = 'upload_pipeline' ORDER BY 1""";

    private static final String CONTENT = """
            SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 16))::bit(64)::bigint::numeric), 0)
                   || ' ' || coalesce(sum(('x' || right(md5(t::text), 16))::bit(64)::bigint::numeric), 0)
            FROM %s AS t""";

    /** A table's rows and the sum of their hashes. */
    record Content(long rows, String hash) {}

    TableContents {
        tables = Map.copyOf(tables);
    }

    static TableContents read(CorpusLogin login) throws SQLException {
        Map<String, Content> contents = new TreeMap<>();
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement()) {
            List<String> names = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(NAMES)) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            for (String name : names) {
                try (ResultSet rows = statement.executeQuery(CONTENT.formatted(name))) {
                    rows.next();
                    contents.put(name, new Content(rows.getLong(1), rows.getString(2)));
                }
            }
        }
        return new TableContents(contents);
    }

    long rows() {
        return tables.values().stream().mapToLong(Content::rows).sum();
    }

    /** The names of the tables that are not as they are in the other, sorted. */
    List<String> differingFrom(TableContents other) {
        return tables.entrySet().stream()
                .filter(table -> !table.getValue().equals(other.tables.get(table.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
