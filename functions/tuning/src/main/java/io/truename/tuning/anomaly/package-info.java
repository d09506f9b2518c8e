// SPDX-License-Identifier: Apache-2.0
/** Unusual values of metrics that have no alert. Read {@link io.truename.tuning.anomaly.Anomalies} first. */
@NullMarked
package io.truename.tuning.anomaly;

import org.jspecify.annotations.NullMarked;
