// SPDX-License-Identifier: Apache-2.0
/** Metrics that {@code probe} writes itself. Read {@link io.truename.probe.metrics.ProbeMetrics} first. */
@NullMarked
package io.truename.probe.metrics;

import org.jspecify.annotations.NullMarked;
