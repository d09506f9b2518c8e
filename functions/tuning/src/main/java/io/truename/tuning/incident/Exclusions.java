// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import io.truename.tuning.backtest.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Times that baselines leave out because a person said that something was wrong. A false alarm rang at usual values: they stay, or the
 * next thresholds would ring at them again.
 */
public final class Exclusions {
    private Exclusions() {}

    /**
     * Windows of the incidents that a person called real.
     *
     * @param lead before the first symptom: an alert opens only after its window and its duration
     * @param now end of those that are open
     * @return in order of time; those that touch are one
     */
    public static List<TimeWindow> of(
            Collection<IncidentGroup> groups, Collection<Verdict> verdicts, Duration lead, Instant now) {
        List<TimeWindow> windows = groups.stream()
                .filter(group ->
                        Verdict.on(group, verdicts).filter(Verdict::real).isPresent())
                // A monitoring clock that runs ahead opens incidents that no value belongs to yet.
                .filter(group -> !group.startedAt().minus(lead).isAfter(now))
                .map(group -> new TimeWindow(
                        group.startedAt().minus(lead).toEpochMilli(),
                        group.endedAt().orElse(now).toEpochMilli()))
                .sorted(Comparator.comparingLong(TimeWindow::from))
                .toList();
        List<TimeWindow> merged = new ArrayList<>();
        for (TimeWindow window : windows) {
            TimeWindow last = merged.isEmpty() ? window : merged.remove(merged.size() - 1);
            if (window.from() > last.to()) {
                merged.add(last);
                merged.add(window);
            } else {
                merged.add(new TimeWindow(last.from(), Math.max(last.to(), window.to())));
            }
        }
        return merged;
    }
}
