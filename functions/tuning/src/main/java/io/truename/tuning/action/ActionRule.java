// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.action;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * When an action may be taken, and when it is taken back.
 *
 * @param enabled false until the catalog switches it on
 * @param alerts alerts of the catalog whose incidents call for it, at least one
 * @param after for which one of them must have been open, at least a minute: a single evaluation is not enough
 * @param repeats so many openings within an hour call for it, too, at least two: an incident that flaps is never open for long
 * @param quiet for which none of them may have been open before the action is taken back, at least a minute
 * @param coolDown after the action, and after it was taken back, in which it is not taken again
 * @param perDay most times within 24 hours, at least one
 */
public record ActionRule(
        Action action,
        boolean enabled,
        Set<String> alerts,
        Duration after,
        int repeats,
        Duration quiet,
        Duration coolDown,
        int perDay) {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    public ActionRule {
        alerts = Collections.unmodifiableSet(new TreeSet<>(alerts));
        if (alerts.isEmpty() || after.compareTo(MINUTE) < 0 || quiet.compareTo(MINUTE) < 0 || coolDown.isNegative()) {
            throw new IllegalArgumentException(
                    "alerts, after, quiet, coolDown: at least one alert, a minute, a minute and nothing");
        }
        if (repeats < 2 || perDay < 1) {
            throw new IllegalArgumentException("repeats, perDay: at least 2 and 1");
        }
    }
}
