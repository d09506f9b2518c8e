// SPDX-License-Identifier: Apache-2.0
/**
 * Ledger of a mapped corpus, counted exactly in shards or estimated from a sample, and the storage that its tables take. Read
 * {@link io.truename.postgres.reporting.ledger.LedgerStore} first.
 */
@NullMarked
package io.truename.postgres.reporting.ledger;

import org.jspecify.annotations.NullMarked;
