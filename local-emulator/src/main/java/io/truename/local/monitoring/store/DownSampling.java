// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

import com.google.api.MetricDescriptor.MetricKind;
import io.truename.alerting.series.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * Merges points of the same slot of time. Of a gauge the newest stays, which is a value that was measured. Changes are added
 * up. Of a cumulative series the newest of each start time stays, so that no reset is lost.
 */
final class DownSampling {
    private DownSampling() {}

    /** Returns the merged points, oldest first; slots are {@code slot} milliseconds long and include their end. */
    static List<Sample> merge(List<Sample> samples, MetricKind kind, long slot) {
        List<Sample> merged = new ArrayList<>();
        for (Sample sample : samples) {
            Sample last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            boolean same = last != null
                    && slotOf(last, slot) == slotOf(sample, slot)
                    && (kind != MetricKind.CUMULATIVE || last.start() == sample.start());
            if (last == null || !same) {
                merged.add(sample);
            } else {
                merged.set(merged.size() - 1, kind == MetricKind.DELTA ? sum(last, sample) : sample);
            }
        }
        return merged;
    }

    static long slotOf(Sample sample, long slot) {
        return Math.floorDiv(sample.end() - 1, slot);
    }

    private static Sample sum(Sample older, Sample newer) {
        return new Sample(older.start(), newer.end(), Sums.plus(older.value(), newer.value()));
    }
}
