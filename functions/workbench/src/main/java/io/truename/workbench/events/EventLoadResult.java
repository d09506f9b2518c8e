// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.events;

import java.util.List;
import java.util.Locale;

/**
 * Result of an {@link EventLoad}.
 *
 * @param again requests that were sent again
 * @param downSeconds of these, from each kill until the new process is healthy
 * @param faults numbers in the database that show a lost event, or one counted twice; empty if all are right
 */
public record EventLoadResult(
        EventLoad.EventShape shape, long again, double seconds, double downSeconds, List<String> faults) {
    public EventLoadResult {
        faults = List.copyOf(faults);
    }

    /** Different events a second while a process was up. */
    public double eventsPerSecond() {
        return shape.events() / (seconds - downSeconds);
    }

    /** One line for people. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%s: %,d events, a tenth of them twice, %d kills, %,d requests sent again: %.1f s, of which %.1f s without a process,"
                        + " %,.0f events/s while it was up; %s",
                EventLoad.name(shape),
                shape.events(),
                shape.kills(),
                again,
                seconds,
                downSeconds,
                eventsPerSecond(),
                faults.isEmpty() ? "none lost, none counted twice" : "WRONG: " + String.join("; ", faults));
    }
}
