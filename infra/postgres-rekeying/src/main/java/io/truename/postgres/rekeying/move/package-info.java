// SPDX-License-Identifier: Apache-2.0
/** Moves rows to their new ids and back. Read {@link io.truename.postgres.rekeying.move.BatchMover} first: one batch, one transaction. */
@NullMarked
package io.truename.postgres.rekeying.move;

import org.jspecify.annotations.NullMarked;
