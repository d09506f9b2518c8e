// SPDX-License-Identifier: Apache-2.0
/** Does a run's work, a piece at a time. Read {@link io.truename.postgres.rekeying.work.RunWorker} first. */
@NullMarked
package io.truename.postgres.rekeying.work;

import org.jspecify.annotations.NullMarked;
