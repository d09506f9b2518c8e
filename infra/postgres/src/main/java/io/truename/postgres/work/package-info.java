// SPDX-License-Identifier: Apache-2.0
/** Does a run's work, a piece at a time. Read {@link io.truename.postgres.work.RunWorker} first. */
@NullMarked
package io.truename.postgres.work;

import org.jspecify.annotations.NullMarked;
