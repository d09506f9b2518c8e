// SPDX-License-Identifier: Apache-2.0
/**
 * Batches, which move rows to their new ids or back, in one transaction each.
 *
 * <p>Read {@link io.truename.postgres.rekeying.move.BatchMover} first.
 */
@NullMarked
package io.truename.postgres.rekeying.move;

import org.jspecify.annotations.NullMarked;
