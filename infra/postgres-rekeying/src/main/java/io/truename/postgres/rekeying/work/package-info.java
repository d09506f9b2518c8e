// SPDX-License-Identifier: Apache-2.0
/**
 * Workers: the next piece of a run, resumable by any instance.
 *
 * <p>Read {@link io.truename.postgres.rekeying.work.RunWorker} first.
 */
@NullMarked
package io.truename.postgres.rekeying.work;

import org.jspecify.annotations.NullMarked;
