// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.crash;

import java.util.List;

/**
 * What came of a cell.
 *
 * @param answer of the worker that was struck
 * @param seen the SQLSTATEs that the worker was sent
 * @param told how the run explained itself before anybody went on
 * @param deliveries step messages until the run was finished
 * @param wrong what was not as it must be; empty is a pass
 */
public record CellResult(Cell cell, String answer, List<String> seen, String told, int deliveries, List<String> wrong) {
    public CellResult {
        seen = List.copyOf(seen);
        wrong = List.copyOf(wrong);
    }

    /** Whether all was as it must be. */
    public boolean passed() {
        return wrong.isEmpty();
    }
}
