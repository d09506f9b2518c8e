// SPDX-License-Identifier: Apache-2.0
/** Values of a metric over time. Read {@link io.truename.tuning.series.MetricSeries} first. */
@NullMarked
package io.truename.tuning.series;

import org.jspecify.annotations.NullMarked;
