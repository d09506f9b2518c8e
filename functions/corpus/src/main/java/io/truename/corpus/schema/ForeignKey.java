// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.schema;

import java.util.List;

/**
 * A foreign key.
 *
 * @param onUpdate a, r, c, n or d as in {@code pg_constraint.confupdtype}
 * @param onDelete the same of {@code confdeltype}
 */
public record ForeignKey(
        String name,
        TableName table,
        List<String> columns,
        TableName referenced,
        List<String> referencedColumns,
        boolean validated,
        boolean deferrable,
        char onUpdate,
        char onDelete) {
    public ForeignKey {
        columns = List.copyOf(columns);
        referencedColumns = List.copyOf(referencedColumns);
    }
}
