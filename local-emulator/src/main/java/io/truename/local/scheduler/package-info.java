// SPDX-License-Identifier: Apache-2.0
/**
 * Job scheduler: publishes the messages of the catalog's schedules when they are due. Read
 * {@link io.truename.local.scheduler.LocalScheduler} first.
 */
@NullMarked
package io.truename.local.scheduler;

import org.jspecify.annotations.NullMarked;
