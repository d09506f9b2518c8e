// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import io.truename.alerting.series.SeriesKey;

/** Value of one series at the time of an evaluation. */
record Measurement(SeriesKey series, double value) {}
