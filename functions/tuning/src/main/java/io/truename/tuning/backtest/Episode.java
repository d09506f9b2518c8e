// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

import io.truename.tuning.series.MetricSeries;
import java.util.ArrayList;
import java.util.List;

/**
 * Slots in which a policy fired without a longer pause: one alarm for a person.
 *
 * @param first slot that fired
 * @param last slot that fired
 */
public record Episode(int first, int last) {
    /** Pause after which firing again is another alarm. */
    public static final long PAUSE_MILLIS = 1_800_000;

    /** Episodes in order of time. Pauses up to half an hour, or one slot of a coarser series, do not part them. */
    public static List<Episode> of(MetricSeries series, boolean[] firing) {
        int pause = Math.max(1, (int) (PAUSE_MILLIS / series.period()));
        List<Episode> episodes = new ArrayList<>();
        int first = -1;
        int last = -1;
        for (int slot = 0; slot < firing.length; slot++) {
            if (!firing[slot]) {
                continue;
            }
            if (first >= 0 && slot - last > pause) {
                episodes.add(new Episode(first, last));
                first = slot;
            }
            first = first < 0 ? slot : first;
            last = slot;
        }
        if (first >= 0) {
            episodes.add(new Episode(first, last));
        }
        return episodes;
    }
}
