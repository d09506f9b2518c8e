// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import io.truename.tuning.backtest.Share;
import io.truename.tuning.baseline.Robust;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a live alert was worth.
 *
 * @param alert as {@link IncidentNotification.Policy#key} names it
 * @param agreed openings that both the cloud and the replay have, within two periods of each other, of all that either has
 * @param real incidents that people called real, of those with a verdict; an incident counts once, however often it opened
 * @param unjudged incidents without a verdict
 * @param toClose median time from opening to closing; empty if none closed
 */
public record Accuracy(String alert, Share agreed, Share real, int unjudged, Optional<Duration> toClose) {
    private static final int PERIODS = 2;

    /**
     * Compares an alert's incidents with its replay and with people's verdicts.
     *
     * @param groups of the time that was replayed; those without an opening of the alert count for nothing
     * @param replayed when the replay opened it
     * @param period between two evaluations
     */
    public static Accuracy of(
            String alert,
            Collection<IncidentGroup> groups,
            Collection<Instant> replayed,
            Duration period,
            Collection<Verdict> verdicts) {
        List<IncidentGroup> own = groups.stream()
                .filter(group -> !openings(group, alert).isEmpty())
                .toList();
        List<Opening> live =
                own.stream().flatMap(group -> openings(group, alert).stream()).toList();
        List<Verdict> judged = own.stream()
                .flatMap(group -> Verdict.on(group, verdicts).stream())
                .toList();
        double[] seconds = live.stream()
                .flatMap(opening -> opening.endedAt().stream().map(end -> Duration.between(opening.startedAt(), end)))
                .mapToDouble(Duration::toSeconds)
                .toArray();
        return new Accuracy(
                alert,
                agreed(
                        live.stream().map(Opening::startedAt).sorted().toList(),
                        replayed.stream().sorted().toList(),
                        period.multipliedBy(PERIODS)),
                new Share(judged.stream().filter(Verdict::real).count(), judged.size()),
                own.size() - judged.size(),
                seconds.length == 0
                        ? Optional.empty()
                        : Optional.of(Duration.ofSeconds(Math.round(Robust.median(seconds)))));
    }

    private static List<Opening> openings(IncidentGroup group, String alert) {
        return group.openings().stream()
                .filter(opening -> opening.told().policy().key().equals(alert))
                .toList();
    }

    /** Pairs each opening with at most one of the other side, the earliest first, which finds as many pairs as there can be. */
    private static Share agreed(List<Instant> live, List<Instant> replayed, Duration tolerance) {
        int pairs = 0;
        int i = 0;
        int j = 0;
        while (i < live.size() && j < replayed.size()) {
            Duration apart = Duration.between(live.get(i), replayed.get(j));
            if (apart.abs().compareTo(tolerance) <= 0) {
                pairs++;
                i++;
                j++;
            } else if (apart.isNegative()) {
                j++;
            } else {
                i++;
            }
        }
        return new Share(pairs, live.size() + replayed.size() - (long) pairs);
    }
}
