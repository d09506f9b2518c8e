// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

/** Quotes SQL identifiers and text constants. Every identifier is quoted, so any content remains one identifier. */
public final class SqlNames {
    private SqlNames() {}

    /** Quotes one identifier. */
    public static String quoted(String name) {
        if (name.isEmpty() || name.indexOf(0) >= 0) {
            throw new IllegalArgumentException("no SQL name: empty, or with a zero character");
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Quotes a text constant, for sessions with standard_conforming_strings on. */
    public static String literal(String text) {
        if (text.indexOf(0) >= 0) {
            throw new IllegalArgumentException("no SQL text: it has a zero character");
        }
        return "'" + text.replace("'", "''") + "'";
    }
}
