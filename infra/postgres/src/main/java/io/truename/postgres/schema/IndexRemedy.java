// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.schema;

import io.truename.rekeying.mapping.JsonPath;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the index that finds rows by an id in a jsonb value. */
final class IndexRemedy {
    private IndexRemedy() {}

    static String jsonb(String quotedColumn, JsonPath path) {
        if (!path.steps().stream().allMatch(JsonPath.Member.class::isInstance)) {
            return " USING gin (" + quotedColumn + ");";
        }
        List<String> keys = path.steps().stream()
                .map(step -> '\'' + ((JsonPath.Member) step).name().replace("'", "''") + '\'')
                .toList();
        return " ((" + quotedColumn
                + (keys.size() == 1
                        ? " ->> " + keys.get(0)
                        : keys.stream()
                                        .limit(keys.size() - 1L)
                                        .map(key -> " -> " + key)
                                        .collect(Collectors.joining()) + " ->> " + keys.get(keys.size() - 1))
                + "));";
    }
}
