// SPDX-License-Identifier: Apache-2.0
/** Metrics made from log entries. Read {@link io.truename.local.logging.metrics.LogMetrics} first. */
@NullMarked
package io.truename.local.logging.metrics;

import org.jspecify.annotations.NullMarked;
