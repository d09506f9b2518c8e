// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.series.Sample;
import java.util.List;

/** Operation of an aligner: brings a series' points to one a window at most. */
interface Alignment {
    /**
     * Aligns a series.
     *
     * @param samples the points within the windows, oldest first, and the nearest ones around them
     */
    List<Sample> align(List<Sample> samples, MetricKind kind, ValueType type, Grid grid);
}
