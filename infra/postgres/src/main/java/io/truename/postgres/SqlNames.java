// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

/** Writes names into SQL. A name is always quoted, so that whatever it holds stays one name. */
public final class SqlNames {
    private SqlNames() {}

    /** One name, quoted. */
    public static String quoted(String name) {
        if (name.isEmpty() || name.indexOf(0) >= 0) {
            throw new IllegalArgumentException("no SQL name: empty, or with a zero character");
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
