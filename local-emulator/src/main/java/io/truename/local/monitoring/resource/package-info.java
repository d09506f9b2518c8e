// SPDX-License-Identifier: Apache-2.0
/**
 * Metrics of the local cloud's own resources, under the cloud's names and labels. Read
 * {@link io.truename.local.monitoring.resource.ResourceMetrics} first;
 * {@link io.truename.local.monitoring.resource.ResourceMetric} lists them.
 */
@NullMarked
package io.truename.local.monitoring.resource;

import org.jspecify.annotations.NullMarked;
