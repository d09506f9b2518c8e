// SPDX-License-Identifier: Apache-2.0
/**
 * Workers, which do the next piece of a run's work; any instance can continue it.
 *
 * <p>Read {@link io.truename.postgres.rekeying.work.RunWorker} first.
 */
@NullMarked
package io.truename.postgres.rekeying.work;

import org.jspecify.annotations.NullMarked;
