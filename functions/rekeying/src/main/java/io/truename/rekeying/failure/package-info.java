// SPDX-License-Identifier: Apache-2.0
/** Failures of batches, by kind, and the decisions that follow. Read {@link io.truename.rekeying.failure.BatchRecovery} first. */
@NullMarked
package io.truename.rekeying.failure;

import org.jspecify.annotations.NullMarked;
