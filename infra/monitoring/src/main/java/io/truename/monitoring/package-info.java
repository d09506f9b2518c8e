// SPDX-License-Identifier: Apache-2.0
/**
 * Writer of metrics for Cloud Monitoring: a port, and its adapter on Google's client. Read {@link io.truename.monitoring.Metrics}
 * first.
 */
@NullMarked
package io.truename.monitoring;

import org.jspecify.annotations.NullMarked;
