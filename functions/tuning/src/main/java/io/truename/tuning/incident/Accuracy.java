// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import io.truename.tuning.backtest.ReplayAgreement;
import io.truename.tuning.backtest.Share;
import io.truename.tuning.baseline.Robust;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Accuracy of a live alert.
 *
 * @param alert as {@link IncidentNotification.Policy#key} names it
 * @param agreement of live openings with those of the replay
 * @param real incidents that people called real, of those with a verdict; an incident counts once, however often it opened
 * @param unjudged incidents without a verdict
 * @param toClose median time from opening to closing; empty if none closed
 */
public record Accuracy(String alert, ReplayAgreement agreement, Share real, int unjudged, Optional<Duration> toClose) {
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
                ReplayAgreement.of(
                        live.stream()
                                .map(opening -> opening.startedAt().toEpochMilli())
                                .toList(),
                        replayed.stream().map(Instant::toEpochMilli).toList(),
                        period.toMillis()),
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
}
