// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.backfill;

import io.truename.postgres.rekeying.batch.BackfillState;
import java.util.Optional;
import java.util.UUID;

/**
 * Record of a row: a row of {@code truename.backfill}.
 *
 * @param key text of the row's key before the run
 * @param before text of the column before the run wrote it; empty if it was null
 */
record BackfillEntry(String key, Optional<String> before, UUID trueId, BackfillState state) {
    BackfillEntry in(BackfillState next) {
        return new BackfillEntry(key, before, trueId, next);
    }
}
