// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.schema;

import java.util.List;

/**
 * A unique index or constraint.
 *
 * @param columns empty when it has expressions
 * @param partial whether it covers only some rows
 * @param nullsEqual NULLS NOT DISTINCT (PostgreSQL 15)
 */
public record UniqueKey(String name, List<String> columns, boolean partial, boolean nullsEqual) {
    public UniqueKey {
        columns = List.copyOf(columns);
    }
}
