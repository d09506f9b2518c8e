// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.crash;

import java.util.List;

/**
 * Result of a cell.
 *
 * @param answer of the worker that met the fault
 * @param seen the SQLSTATEs that the worker was sent
 * @param told the run's own explanation before it was resumed
 * @param deliveries step messages until the run was finished
 * @param wrong the violated invariants; empty is a pass
 */
public record CellResult(Cell cell, String answer, List<String> seen, String told, int deliveries, List<String> wrong) {
    public CellResult {
        seen = List.copyOf(seen);
        wrong = List.copyOf(wrong);
    }

    /** Whether no invariant was violated. */
    public boolean passed() {
        return wrong.isEmpty();
    }
}
