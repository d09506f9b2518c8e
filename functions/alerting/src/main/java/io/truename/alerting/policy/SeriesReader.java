// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import java.util.List;

/** Gives the values that a condition compares at a time. */
interface SeriesReader {
    List<Measurement> read(long time);
}
