// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import io.truename.rekeying.run.DocumentState;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * SQL templates with names of document states, such as {@code m.state IN ({MOVED}, {MERGED})}. The names become the codes of
 * {@link DocumentState}, and those of {@code {BACKFILL.WRITTEN}} the codes of {@link BackfillState}, as constants and not as bound values, because only then does the server use partial indexes on states.
 */
public final class DocumentStateSql {
    private static final Pattern NAME = Pattern.compile("\\{(BACKFILL\\.)?([A-Z_]+)\\}");

    private DocumentStateSql() {}

    /**
     * Replaces the names in a statement, or in a part of it, by codes.
     *
     * @throws IllegalArgumentException if it names an unknown state
     */
    public static String of(String sql) {
        return NAME.matcher(sql).replaceAll(DocumentStateSql::code);
    }

    private static String code(MatchResult name) {
        return Short.toString(
                name.group(1) == null
                        ? DocumentState.valueOf(name.group(2)).code()
                        : BackfillState.valueOf(name.group(2)).code());
    }
}
