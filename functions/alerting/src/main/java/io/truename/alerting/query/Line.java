// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.SeriesKey;
import java.util.List;

/** Time series as a query sees it: stored, aligned or reduced; points oldest first. */
public record Line(SeriesKey key, MetricKind kind, ValueType type, List<Sample> samples) {}
