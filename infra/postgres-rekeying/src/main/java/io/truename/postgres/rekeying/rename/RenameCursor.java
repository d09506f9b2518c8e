// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.rename;

/**
 * Place in the outbox, as {@code writer.position}.
 *
 * @param writer id of the transaction that wrote the pair
 * @param position number of the pair, which grows with each pair of a name
 */
public record RenameCursor(long writer, long position) implements Comparable<RenameCursor> {
    public static final RenameCursor BEGIN = new RenameCursor(0, 0);

    public RenameCursor {
        if (writer < 0 || position < 0) {
            throw new IllegalArgumentException("writer and position: must not be negative");
        }
    }

    /** Parses a place; throws IllegalArgumentException if it is none. */
    public static RenameCursor parse(String text) {
        if (!text.matches("[0-9]{1,18}\\.[0-9]{1,18}")) {
            throw new IllegalArgumentException("must be the cursor of a pair");
        }
        int dot = text.indexOf('.');
        return new RenameCursor(Long.parseLong(text.substring(0, dot)), Long.parseLong(text.substring(dot + 1)));
    }

    @Override
    public int compareTo(RenameCursor other) {
        return writer == other.writer ? Long.compare(position, other.position) : Long.compare(writer, other.writer);
    }

    @Override
    public String toString() {
        return writer + "." + position;
    }
}
