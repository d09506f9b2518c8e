// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cursor of a scan in the order in which a table has its rows: a range of blocks, and the last row read of it. The range covers the same
 * blocks of every partition; its rows are read partition by partition.
 *
 * <p>Pages have different snapshots. A row that moves to another block between two pages may be read twice, or not at all.
 *
 * @param from first block of the range
 * @param until block after the last
 * @param row last row read of the range; empty if none was read
 */
record TableCursor(long from, long until, Optional<Row> row) {
    /** Start of a table. */
    static final TableCursor START = new TableCursor(0, 16, Optional.empty());

    private static final long LONGEST = 8_192;

    /** Written form; no id that a plan takes looks like it. */
    private static final Pattern WRITTEN = Pattern.compile("blocks (\\d+)-(\\d+)(?: after (\\d+) (\\(\\d+,\\d+\\)))?");

    /**
     * Position of a row.
     *
     * @param table object identifier of its table or partition
     * @param ctid its place there, as PostgreSQL writes it
     */
    record Row(long table, String ctid) {}

    /** Reads a stored cursor; empty if it is an id, which a scan in the order of ids has written. */
    static Optional<TableCursor> parse(String cursor) {
        Matcher matcher = WRITTEN.matcher(cursor);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new TableCursor(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                Optional.ofNullable(matcher.group(3)).map(table -> new Row(Long.parseLong(table), matcher.group(4)))));
    }

    /** Stored form. */
    String written() {
        return "blocks " + from + "-" + until
                + row.map(last -> " after " + last.table() + " " + last.ctid()).orElse("");
    }

    /** Cursor after a page of rows, of which there are more in the range. */
    TableCursor after(Row last) {
        return new TableCursor(from, until, Optional.of(last));
    }

    /**
     * Cursor at the next range. It is longer or shorter, so that a page holds about as many rows as it may.
     *
     * @param rows number of rows of the last page, which ended the range
     * @param most number that it could have had
     */
    TableCursor next(int rows, int most) {
        long length = until - from;
        long nextLength = row.isPresent() ? Math.max(1, length / 2) : rows < most / 2 ? length * 2 : length;
        return new TableCursor(until, until + Math.min(LONGEST, nextLength), Optional.empty());
    }
}
