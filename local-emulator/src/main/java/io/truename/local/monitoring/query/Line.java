// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.query;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.local.monitoring.store.Sample;
import io.truename.local.monitoring.store.SeriesKey;
import java.util.List;

/** Time series as a query sees it: stored, aligned or reduced; points oldest first. */
public record Line(SeriesKey key, MetricKind kind, ValueType type, List<Sample> samples) {}
