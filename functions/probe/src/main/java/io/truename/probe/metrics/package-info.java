// SPDX-License-Identifier: Apache-2.0
/** Metrics of scans and findings. Read {@link io.truename.probe.metrics.ProbeMetrics} first. */
@NullMarked
package io.truename.probe.metrics;

import org.jspecify.annotations.NullMarked;
