// SPDX-License-Identifier: Apache-2.0
/**
 * Time series of Cloud Monitoring as values: identity, points, distributions. Read {@link io.truename.alerting.series.Sample} first.
 */
@NullMarked
package io.truename.alerting.series;

import org.jspecify.annotations.NullMarked;
