// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import java.time.Duration;

/**
 * How near in time openings must be to share a cause.
 *
 * @param window between two starts, whatever ended in between
 * @param reach after the start of an opening that is still open. Longer is no longer the same event: the budget of an objective stays
 *     spent for weeks
 * @param longest after the first symptom, in which a group takes openings in. Where something is always open, one would else follow from
 *     another for weeks
 * @param changes before the first symptom, for a change to be a likely cause
 */
public record CorrelationRules(Duration window, Duration reach, Duration longest, Duration changes) {
    /**
     * Five minutes: the delay of a metric, up to 4 minutes, and one evaluation. Six hours: a tier of a burn rate stays open for its short
     * window, 6 hours at most. One day: after it, other people look, and want a verdict
     * of their own. One hour: the longest window and duration of a threshold in the catalog, half an hour each.
     */
    public static final CorrelationRules USUAL =
            new CorrelationRules(Duration.ofMinutes(5), Duration.ofHours(6), Duration.ofDays(1), Duration.ofHours(1));

    public CorrelationRules {
        if (window.isNegative()
                || reach.compareTo(window) < 0
                || longest.compareTo(reach) < 0
                || changes.isNegative()) {
            throw new IllegalArgumentException("window, reach, longest, changes: not negative, the first three rising");
        }
    }
}
