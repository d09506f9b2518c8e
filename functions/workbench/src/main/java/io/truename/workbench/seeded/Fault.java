// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.seeded;

import io.truename.probing.finding.FindingKind;
import java.sql.SQLException;

/**
 * Fault that can be planted.
 *
 * @param name distinguishes faults of one kind
 * @param plant damages the corpus and says what must be found
 */
record Fault(FindingKind kind, String name, Plant plant) {
    /** Damage. */
    interface Plant {
        void plant(Planting planting) throws SQLException;
    }

    @Override
    public String toString() {
        return kind.code() + " (" + name + ")";
    }
}
