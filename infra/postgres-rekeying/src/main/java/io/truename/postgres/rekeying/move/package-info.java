// SPDX-License-Identifier: Apache-2.0
/**
 * Batches: rows move to their new ids and back, one transaction each.
 *
 * <p>Read {@link io.truename.postgres.rekeying.move.BatchMover} first.
 */
@NullMarked
package io.truename.postgres.rekeying.move;

import org.jspecify.annotations.NullMarked;
