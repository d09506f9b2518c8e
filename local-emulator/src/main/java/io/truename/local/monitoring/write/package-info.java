// SPDX-License-Identifier: Apache-2.0
/**
 * Rules of Cloud Monitoring for descriptors and points. Read
 * {@link io.truename.local.monitoring.write.TimeSeriesWriter} first, then
 * {@link io.truename.local.monitoring.write.PointRules}.
 */
@NullMarked
package io.truename.local.monitoring.write;

import org.jspecify.annotations.NullMarked;
