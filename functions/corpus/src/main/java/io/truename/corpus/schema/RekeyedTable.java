// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.schema;

import java.util.List;

/**
 * A table that a migration changes, with every column that it changes there.
 *
 * @param inexactColumns columns that the table's own triggers change on update: not restored by a rollback
 */
public record RekeyedTable(Relation relation, List<IdColumn> idColumns, List<String> inexactColumns) {
    public RekeyedTable {
        idColumns = List.copyOf(idColumns);
        inexactColumns = List.copyOf(inexactColumns);
    }
}
