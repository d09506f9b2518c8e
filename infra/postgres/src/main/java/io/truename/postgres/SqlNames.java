// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

/** Quotes SQL identifiers. Every identifier is quoted, so any content remains one identifier. */
public final class SqlNames {
    private SqlNames() {}

    /** Quotes one identifier. */
    public static String quoted(String name) {
        if (name.isEmpty() || name.indexOf(0) >= 0) {
            throw new IllegalArgumentException("no SQL name: empty, or with a zero character");
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
