// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting.ledger;

import java.util.Optional;

/**
 * Progress of a ledger.
 *
 * @param done shards of all; their number grows when one is halved
 * @param rows documents that are counted
 * @param rowsPerSecond of one instance, over the time of its statements; 0 at the beginning
 * @param worked whether the step that tells it found anything to do; if not, others are at work on the rest
 * @param error why the ledger cannot be counted, and what to do, for people
 */
public record LedgerProgress(
        long done, long shards, long rows, double rowsPerSecond, boolean worked, Optional<String> error) {
    /** Whether everything is counted. */
    public boolean complete() {
        return error.isEmpty() && done == shards;
    }

    LedgerProgress after(boolean work) {
        return new LedgerProgress(done, shards, rows, rowsPerSecond, work, error);
    }
}
