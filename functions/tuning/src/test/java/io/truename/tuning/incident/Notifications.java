// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import io.truename.tuning.incident.IncidentNotification.Policy;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Notifications of tests; minutes count from the start of 2026. */
public final class Notifications {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Notifications() {}

    public static Instant at(long minute) {
        return START.plusSeconds(60 * minute);
    }

    /** An alert of a Cloud Run service. */
    public static IncidentNotification open(String id, String alert, String service, long minute) {
        return notification(
                id, new Policy(alert, "c", alert, "", ""), service, minute, Optional.empty(), Severity.ERROR);
    }

    /** A tier of an objective; without one, its spent budget. */
    public static IncidentNotification tier(String id, String objective, String tier, long minute) {
        return notification(
                id,
                new Policy(objective + " burns its error budget (" + tier + ")", "c", "", objective, tier),
                "",
                minute,
                Optional.empty(),
                tier.equals("fast") ? Severity.CRITICAL : Severity.WARNING);
    }

    public static IncidentNotification closed(IncidentNotification open, long minute) {
        return notification(
                open.incident(),
                open.policy(),
                open.resource().labels().getOrDefault("service_name", ""),
                (open.startedAt().getEpochSecond() - START.getEpochSecond()) / 60,
                Optional.of(at(minute)),
                open.severity());
    }

    public static IncidentNotification repeated(IncidentNotification told) {
        return new IncidentNotification(
                told.incident(),
                told.startedAt(),
                told.endedAt(),
                true,
                told.severity(),
                told.policy(),
                told.resource(),
                told.metric(),
                told.observed(),
                told.threshold(),
                told.summary(),
                told.url());
    }

    private static IncidentNotification notification(
            String id, Policy policy, String service, long minute, Optional<Instant> ended, Severity severity) {
        return new IncidentNotification(
                id,
                at(minute),
                ended,
                false,
                severity,
                policy,
                service.isEmpty() ? Labelled.NONE : new Labelled("cloud_run_revision", Map.of("service_name", service)),
                Labelled.NONE,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                "",
                "");
    }
}
