// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.mapping;

import java.util.List;

/**
 * A name of one or two parts as it is written in SQL: unquoted parts are folded to lower case, quoted ones are taken as they
 * are.
 *
 * @param parts one (a column, or a table on the search path) or two (schema and table); already folded and unquoted
 */
public record WrittenName(List<String> parts) {
    public WrittenName {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || parts.size() > 2 || parts.contains("")) {
            throw new IllegalArgumentException("must be one or two names");
        }
    }
}
