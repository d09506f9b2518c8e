// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

import io.truename.tuning.series.MetricSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How well the replay of a policy that is live agrees with the incidents that it really opened. Each opening meets at most one of the
 * other kind, within two periods.
 *
 * @param live openings in the time that was replayed
 * @param replayed openings of the replay
 * @param agreed pairs of both
 */
public record ReplayAgreement(int live, int replayed, int agreed) {
    /** Share below which thresholds that the replay speaks for are not put in place. */
    public static final double LEAST = 0.9;

    private static final int PERIODS = 2;
    private static final double PERCENT = 100;

    public ReplayAgreement {
        if (agreed < 0 || agreed > Math.min(live, replayed)) {
            throw new IllegalArgumentException("agreed: from 0 to the smaller of both, got " + agreed);
        }
    }

    /**
     * Pairs openings.
     *
     * @param live times in milliseconds since 1970, in any order
     * @param replayed the same of the replay
     * @param period between evaluations, in milliseconds
     */
    public static ReplayAgreement of(List<Long> live, List<Long> replayed, long period) {
        List<Long> first = live.stream().sorted().toList();
        List<Long> second = replayed.stream().sorted().toList();
        int agreed = 0;
        int place = 0;
        for (long time : first) {
            while (place < second.size() && second.get(place) < time - PERIODS * period) {
                place++;
            }
            if (place < second.size() && second.get(place) <= time + PERIODS * period) {
                agreed++;
                place++;
            }
        }
        return new ReplayAgreement(first.size(), second.size(), agreed);
    }

    /** Times at which a policy began to fire; not that of a policy that fires from the first slot on. */
    public static List<Long> openings(MetricSeries series, boolean[] firing) {
        List<Long> openings = new ArrayList<>();
        for (int slot = 1; slot < firing.length; slot++) {
            if (firing[slot] && !firing[slot - 1]) {
                openings.add(series.time(slot));
            }
        }
        return openings;
    }

    /** Share of the live openings that the replay reproduces; 1 without any. */
    public double share() {
        return live == 0 ? 1 : (double) agreed / live;
    }

    /** Share of the replay's openings that were live; 1 without any. A replay that always opens would reproduce everything. */
    public double shareOfReplayed() {
        return replayed == 0 ? 1 : (double) agreed / replayed;
    }

    /** Openings of both kinds that agree, of all that either has. */
    public Share ofAll() {
        return new Share(agreed, (long) live + replayed - agreed);
    }

    /** Why nothing may be put in place by this replay; none if it may. */
    public Optional<String> refusal() {
        if (Math.min(share(), shareOfReplayed()) >= LEAST) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "The replay reproduces %d of %d incidents that opened, and opens %d that did not: it must agree by %.0f %%.",
                agreed,
                live,
                replayed - agreed,
                PERCENT * LEAST));
    }
}
