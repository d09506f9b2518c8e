// SPDX-License-Identifier: Apache-2.0
/**
 * Past of alerts: the values that their conditions compared, and the times at which they would have fired, from the points that Cloud
 * Monitoring keeps. Read {@link io.truename.history.AlertHistory} first.
 */
@NullMarked
package io.truename.history;

import org.jspecify.annotations.NullMarked;
