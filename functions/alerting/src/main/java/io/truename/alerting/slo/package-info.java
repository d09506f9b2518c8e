// SPDX-License-Identifier: Apache-2.0
/**
 * Service level objectives of Cloud Monitoring, computed from time series. Read {@link io.truename.alerting.slo.Objective} first.
 */
@NullMarked
package io.truename.alerting.slo;

import org.jspecify.annotations.NullMarked;
