// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One notification of Cloud Monitoring about an incident. {@link NotificationReader} makes it of a message.
 *
 * @param incident id of the incident, the same in each notification about it
 * @param startedAt when the incident opened, to the second; later in a notification about one that opened again
 * @param endedAt when it closed, not before it opened; empty while it is open
 * @param repeated whether the channel repeats what it told already
 * @param policy alert policy that opened it
 * @param observed value at opening or closing
 * @param threshold empty for a condition without one
 * @param summary sentence for people; may be empty
 * @param url of the incident in the console; may be empty
 */
public record IncidentNotification(
        String incident,
        Instant startedAt,
        Optional<Instant> endedAt,
        boolean repeated,
        Severity severity,
        Policy policy,
        Labelled resource,
        Labelled metric,
        OptionalDouble observed,
        OptionalDouble threshold,
        String summary,
        String url) {
    /**
     * Alert policy of an incident.
     *
     * @param name name for people
     * @param condition name of the condition that was met; may be empty
     * @param alert name in the catalog, by the policy's label {@code alert}; empty if it has none
     * @param objective name in the catalog, by the label {@code slo}, which the tiers of one objective share; empty if it has none
     * @param tier of the objective's burn rate, by the label {@code tier}; empty for other policies
     */
    public record Policy(String name, String condition, String alert, String objective, String tier) {
        /** Name of the alert in the catalog, of an objective with its tier, as {@code generate-latency-fast}, or else for people. */
        public String key() {
            if (!alert.isEmpty() || objective.isEmpty()) {
                return alert.isEmpty() ? name : alert;
            }
            return tier.isEmpty() ? objective : objective + "-" + tier;
        }
    }

    public IncidentNotification {
        if (incident.isBlank()) {
            throw new IllegalArgumentException("incident: not empty");
        }
        if (endedAt.filter(startedAt::isAfter).isPresent()) {
            throw new IllegalArgumentException("endedAt: not before startedAt");
        }
    }

    public boolean open() {
        return endedAt.isEmpty();
    }
}
