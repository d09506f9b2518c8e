// SPDX-License-Identifier: Apache-2.0
/** The catalog's schedules, kept. Read {@link io.truename.local.scheduler.LocalScheduler} first. */
@NullMarked
package io.truename.local.scheduler;

import org.jspecify.annotations.NullMarked;
