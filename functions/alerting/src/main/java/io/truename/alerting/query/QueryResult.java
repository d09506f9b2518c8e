// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

import com.google.api.MetricDescriptor;
import java.util.List;

/**
 * Answer to a query: the series in the order of their keys, those without points left out.
 *
 * @param unit the unit of the values
 */
public record QueryResult(MetricDescriptor descriptor, String unit, List<Line> lines) {}
