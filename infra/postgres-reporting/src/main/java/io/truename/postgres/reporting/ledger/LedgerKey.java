// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting.ledger;

/** Expression by whose order documents are divided into ranges. */
enum LedgerKey {
    /** Hashes as they are stored. An index on the column gives their order; equal hashes must be stored alike. */
    STORED,

    /** Hashes in lower case, where a corpus has hex digits of either case. */
    CANONICAL
}
