// SPDX-License-Identifier: Apache-2.0
/**
 * Incidents as alerts tell of them: read, merged, and grouped by the cause that they can share. Read
 * {@link io.truename.tuning.incident.Opening} first, then {@link io.truename.tuning.incident.NotificationReader}.
 */
@NullMarked
package io.truename.tuning.incident;

import org.jspecify.annotations.NullMarked;
