// SPDX-License-Identifier: Apache-2.0
/**
 * Backfill: writes true ids into columns beside the keys of a corpus, in batches. Read
 * {@link io.truename.postgres.rekeying.backfill.BackfillWriter} first.
 */
@NullMarked
package io.truename.postgres.rekeying.backfill;

import org.jspecify.annotations.NullMarked;
