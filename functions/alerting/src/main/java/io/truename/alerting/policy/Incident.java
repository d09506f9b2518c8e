// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import io.truename.alerting.series.SeriesKey;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Incident of one time series at one condition of a policy.
 *
 * @param condition 0-based place of the condition within the policy
 * @param opened milliseconds since 1970
 * @param closed empty while it is open
 * @param value the value that was compared when it opened; empty if there was none
 * @param threshold empty if the condition compares with none
 */
public record Incident(
        int condition,
        String conditionName,
        SeriesKey series,
        long opened,
        OptionalLong closed,
        OptionalDouble value,
        OptionalDouble threshold) {
    public boolean isOpen() {
        return closed.isEmpty();
    }

    Incident closedAt(long time) {
        return new Incident(condition, conditionName, series, opened, OptionalLong.of(time), value, threshold);
    }
}
