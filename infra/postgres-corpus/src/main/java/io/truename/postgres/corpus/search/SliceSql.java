// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.search;

import io.truename.corpus.reference.IdToken;
import io.truename.postgres.TableBlocks;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Statements that read a slice of a table. The server returns only values that hold a token like an id, each cut to a length: rows of
 * 1,600 columns with texts of megabytes neither fill our memory nor take long. Every number in them is our own; nothing is bound, since
 * the server would keep a prepared statement for every table.
 */
final class SliceSql {
    static final String CURSOR = "truename_search";

    /** Stored bytes of a value of JSON, or of an array, above which it is not read. */
    static final int LARGEST = 65_536;

    private static final int MOST_CHARACTERS = 32_768;
    private static final int FEWEST_CHARACTERS = 1_024;
    private static final int CHARACTERS_OF_A_ROW = 1_000_000;
    private static final int CHARACTERS_AT_ONCE = 8_000_000;
    private static final int MOST_ROWS_AT_ONCE = 2_000;

    private final SearchedTable table;
    private final List<SearchedColumn> columns;
    private final int characters;

    SliceSql(SearchedTable table, List<SearchedColumn> columns) {
        this.table = table;
        this.columns = columns;
        this.characters = Math.max(FEWEST_CHARACTERS, Math.min(MOST_CHARACTERS, CHARACTERS_OF_A_ROW / columns.size()));
    }

    /** Number of characters of a value that are read. */
    int characters() {
        return characters;
    }

    /** Number of rows that are fetched at once: of a bounded number of characters. */
    int rowsAtOnce() {
        long row = columns.stream()
                .mapToLong(column -> column.most() == 0 ? characters : Math.min(column.most(), characters))
                .sum();
        return (int) Math.max(1, Math.min(MOST_ROWS_AT_ONCE, CHARACTERS_AT_ONCE / row));
    }

    /** Counts the rows of a slice, and those of its values that are too large. */
    String count(long from, long until) {
        String large = columns.stream()
                .filter(SearchedColumn::wholeOnly)
                .map(column -> "CASE WHEN pg_column_size(" + column.sql() + ") > " + LARGEST + " THEN 1 ELSE 0 END")
                .collect(Collectors.joining(" + "));
        return "/* truename:search */ SELECT count(*) AS rows, "
                + (large.isEmpty() ? "0" : "coalesce(sum(" + large + "), 0)") + "::bigint AS large"
                + within(from, until);
    }

    /** Declares a cursor over the rows of a slice: one text for each column, null if there is nothing like an id in it. */
    String declare(long from, long until) {
        String read = IntStream.range(0, columns.size())
                .mapToObj(i -> value(columns.get(i)) + " AS v" + i)
                .collect(Collectors.joining(", "));
        String kept = IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i).kind() == SearchedColumn.Kind.UUID
                        ? "v" + i
                        : "CASE WHEN v" + i + " COLLATE \"C\" ~ '" + IdToken.PATTERN + "' THEN v" + i + " END AS v" + i)
                .collect(Collectors.joining(", "));
        // OFFSET 0 keeps each value from being read twice.
        return "/* truename:search */ DECLARE " + CURSOR + " NO SCROLL CURSOR FOR SELECT * FROM (SELECT " + kept
                + " FROM (SELECT " + read + within(from, until) + " OFFSET 0) AS texts OFFSET 0) AS kept"
                + " WHERE NOT (kept IS NULL)";
    }

    private String value(SearchedColumn column) {
        String sql = column.sql();
        return switch (column.kind()) {
            case UUID -> sql + "::text";
            case TEXT -> "left(" + sql + "::text, " + characters + ")";
            case JSON -> whole(sql, sql + "::text");
            case ARRAY -> whole(sql, "array_to_json(" + sql + ")::text");
        };
    }

    private String whole(String sql, String text) {
        return "CASE WHEN pg_column_size(" + sql + ") <= " + LARGEST + " THEN left(" + text + ", " + characters
                + ") END";
    }

    private String within(long from, long until) {
        return " FROM " + table.sql() + " AS x WHERE x.ctid >= '" + TableBlocks.at(from) + "'::tid AND x.ctid < '"
                + TableBlocks.at(until) + "'::tid";
    }
}
