// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import java.time.Duration;

/**
 * How near in time openings must be to share a cause.
 *
 * @param window between two starts, whatever ended in between
 * @param reach after the start of an opening that is still open. Longer is no longer the same event: the budget of an objective stays
 *     spent for weeks
 * @param changes before the first symptom, for a change to be a likely cause
 */
public record CorrelationRules(Duration window, Duration reach, Duration changes) {
    /**
     * Five minutes: the delay of a metric, up to 4 minutes, and one evaluation. Six hours: a tier of a burn rate stays open for its short
     * window, 6 hours at most. One hour: the longest window and duration of a threshold in the catalog, half an hour each.
     */
    public static final CorrelationRules USUAL =
            new CorrelationRules(Duration.ofMinutes(5), Duration.ofHours(6), Duration.ofHours(1));

    public CorrelationRules {
        if (window.isNegative() || reach.compareTo(window) < 0 || changes.isNegative()) {
            throw new IllegalArgumentException("window, reach, changes: not negative, reach not below window");
        }
    }
}
