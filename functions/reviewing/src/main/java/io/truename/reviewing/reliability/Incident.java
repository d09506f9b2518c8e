// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.reliability;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Incident of the window. Incidents are listed one by one: at a handful a week, a mean time to repair, or its trend, is noise.
 *
 * @param began when users first met it
 * @param detected when an alert or a person told
 * @param mitigated when users stopped meeting it; empty while they do
 * @param badRequests in it
 */
public record Incident(String name, Instant began, Instant detected, Optional<Instant> mitigated, long badRequests) {
    /** A larger share of the error budget, in one incident, asks for a review of its causes. */
    public static final double REVIEW = 0.2;

    public Incident {
        if (detected.isBefore(began) || mitigated.filter(began::isAfter).isPresent()) {
            throw new IllegalArgumentException("detected, mitigated: not before began, in incident " + name);
        }
        if (badRequests < 0) {
            throw new IllegalArgumentException("badRequests: not negative");
        }
    }

    public Duration toDetect() {
        return Duration.between(began, detected);
    }

    /** From the begin. Empty while it lasts. */
    public Optional<Duration> toMitigate() {
        return mitigated.map(end -> Duration.between(began, end));
    }

    /** Share of the window's error budget that it used: its bad requests by those allowed. 0 without requests. */
    public double budgetUsed(Availability availability) {
        double allowed = availability.objective().allowed().doubleValue()
                * availability.requests().total();
        return allowed == 0 ? 0 : badRequests / allowed;
    }

    public boolean needsReview(Availability availability) {
        return budgetUsed(availability) > REVIEW;
    }

    /** Those that users met in a window, the largest first. */
    public static List<Incident> within(Collection<Incident> incidents, ReportWindow window) {
        return incidents.stream()
                .filter(incident -> incident.began().isBefore(window.until())
                        && incident.mitigated()
                                .filter(end -> !end.isAfter(window.from()))
                                .isEmpty())
                .sorted(Comparator.comparingLong(Incident::badRequests)
                        .reversed()
                        .thenComparing(Incident::began)
                        .thenComparing(Incident::name))
                .toList();
    }
}
