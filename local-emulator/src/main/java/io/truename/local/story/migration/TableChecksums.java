// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.migration;

import io.truename.local.story.CorpusLogin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checksums of all tables of the corpus, over all columns of all rows. A checksum is the sum of the rows' hashes, so it needs
 * no order and constant memory.
 *
 * @param tables the checksum of each table, by qualified name
 */
record TableChecksums(Map<String, Content> tables) {
    private static final String NAMES = """
            SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
            WHERE schemaname = 'upload_pipeline' ORDER BY 1""";

    private static final String CONTENT = """
            SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 16))::bit(64)::bigint::numeric), 0)
                   || ' ' || coalesce(sum(('x' || right(md5(t::text), 16))::bit(64)::bigint::numeric), 0)
            FROM %s AS t""";

    /** Row count of a table and the sum of its rows' hashes. */
    record Content(long rows, String hash) {}

    TableChecksums {
        tables = Map.copyOf(tables);
    }

    static TableChecksums read(CorpusLogin login) throws SQLException {
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
        return new TableChecksums(contents);
    }

    long rows() {
        return tables.values().stream().mapToLong(Content::rows).sum();
    }

    /** Returns the names of the tables whose content differs, sorted. */
    List<String> differingFrom(TableChecksums other) {
        return tables.entrySet().stream()
                .filter(table -> !table.getValue().equals(other.tables.get(table.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
