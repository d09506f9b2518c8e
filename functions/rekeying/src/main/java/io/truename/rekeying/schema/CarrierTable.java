// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.schema;

import java.util.List;

/**
 * A table that a migration changes, with every column that it changes there.
 *
 * @param inexactColumns columns that the table's own triggers change on update: not restored by a rollback
 */
public record CarrierTable(Relation relation, List<Carrier> carriers, List<String> inexactColumns) {
    public CarrierTable {
        carriers = List.copyOf(carriers);
        inexactColumns = List.copyOf(inexactColumns);
    }
}
