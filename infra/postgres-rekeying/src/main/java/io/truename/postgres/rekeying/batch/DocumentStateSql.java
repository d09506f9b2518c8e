// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import io.truename.rekeying.run.DocumentState;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * SQL that names document states, such as {@code m.state IN ({MOVED}, {MERGED})}. The names become the codes of
 * {@link DocumentState}, as constants and not as bound values: only so does the server use indexes of some states alone.
 */
public final class DocumentStateSql {
    private static final Pattern NAME = Pattern.compile("\\{([A-Z_]+)\\}");

    private DocumentStateSql() {}

    /**
     * The statement, or a part of it, with codes.
     *
     * @throws IllegalArgumentException if it names a state that there is not
     */
    public static String of(String sql) {
        return NAME.matcher(sql).replaceAll(DocumentStateSql::code);
    }

    private static String code(MatchResult name) {
        return Short.toString(DocumentState.valueOf(name.group(1)).code());
    }
}
