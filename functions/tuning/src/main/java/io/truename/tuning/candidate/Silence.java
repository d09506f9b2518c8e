// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import io.truename.tuning.series.MetricSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When a metric that says nothing is an incident: without values for a time, or with one value repeated. Thresholds cannot see either.
 *
 * @param absent time without a value; zero for never
 * @param flat time in which all values are equal; zero for never
 */
public record Silence(Duration absent, Duration flat) {
    /** Never an incident. */
    public static final Silence NEVER = new Silence(Duration.ZERO, Duration.ZERO);

    private static final Duration SHORTEST_ABSENCE = Duration.ofMinutes(10);
    private static final Duration SHORTEST_RUN = Duration.ofMinutes(30);
    /** Longest range of a query that Cloud Monitoring alerts on. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final int PERIODS = 6;
    private static final int TIMES = 3;

    public Silence {
        if (absent.isNegative() || flat.isNegative()) {
            throw new IllegalArgumentException("absent, flat: not negative");
        }
    }

    /**
     * Twice the third longest gap and run of equal values that there were: one that came three times is usual, one that came once was
     * an incident. Never, if that is longer than a day or there were fewer runs.
     */
    static Silence of(MetricSeries past) {
        List<Integer> gaps = new ArrayList<>();
        List<Integer> runs = new ArrayList<>();
        int before = -1;
        int first = 0;
        for (int slot = 0; slot < past.size(); slot++) {
            if (Double.isNaN(past.value(slot))) {
                continue;
            }
            gaps.add(slot - before - 1);
            if (before < 0 || past.value(slot) != past.value(before)) {
                runs.add(before - first + 1);
                first = slot;
            }
            before = slot;
        }
        runs.add(before - first + 1);
        return new Silence(twice(usual(gaps), SHORTEST_ABSENCE, past), twice(usual(runs), SHORTEST_RUN, past));
    }

    private static int usual(List<Integer> lengths) {
        lengths.sort(Comparator.reverseOrder());
        return lengths.size() < TIMES ? Integer.MAX_VALUE : lengths.get(TIMES - 1);
    }

    private static Duration twice(int slots, Duration shortest, MetricSeries past) {
        Duration seen = Duration.ofMillis(2L * Math.max(slots, PERIODS / 2) * past.period());
        Duration longer = seen.compareTo(shortest) < 0 ? shortest : seen;
        return longer.compareTo(LONGEST) > 0 ? Duration.ZERO : longer;
    }
}
