// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

import io.truename.alerting.series.Sample;
import io.truename.local.monitoring.store.SealedBlocks.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How long points are kept at which resolution, as in the cloud: as written for a week, then one a minute up to six weeks, then
 * one in ten minutes up to 24 months. A series' sealed blocks are merged ten at once, so that they do not become too small.
 */
final class Retention {
    static final Duration FULL = Duration.ofDays(7);
    static final Duration MINUTES = Duration.ofDays(42);
    static final Duration ALL = Duration.ofDays(730);
    private static final long MINUTE = 60_000;
    static final long TEN_MINUTES = 10 * MINUTE;
    private static final int AT_ONCE = 10;

    private final BlockFile file;

    Retention(BlockFile file) {
        this.file = file;
    }

    /** Whether a new block may begin with a point: no slot of any resolution lies in two blocks. */
    static boolean areSeparate(long lastEnd, Sample next) {
        return Math.floorDiv(lastEnd - 1, TEN_MINUTES) != DownSampling.slotOf(next, TEN_MINUTES);
    }

    void tidy(Series series, Instant now) {
        forget(series, now.minus(ALL).toEpochMilli());
        merge(series, now.minus(MINUTES).toEpochMilli(), Level.TEN_MINUTES, TEN_MINUTES);
        merge(series, now.minus(FULL).toEpochMilli(), Level.MINUTES, MINUTE);
    }

    private void forget(Series series, long before) {
        SealedBlocks blocks = series.blocks();
        int old = 0;
        while (old + 1 < blocks.size() && blocks.first(old + 1) < before) {
            old++;
        }
        blocks.dropOldest(old);
        file.abandon(old);
    }

    private void merge(Series series, long before, Level level, long slot) {
        SealedBlocks blocks = series.blocks();
        int from = 0;
        while (from < blocks.size() && blocks.level(from).compareTo(level) >= 0) {
            from++;
        }
        // A block's last point is older than the next block's first.
        while (from + AT_ONCE < blocks.size() && blocks.first(from + AT_ONCE) < before) {
            merge(series, from, level, slot);
            from++;
            while (from < blocks.size() && blocks.level(from).compareTo(level) >= 0) {
                from++;
            }
        }
    }

    private void merge(Series series, int from, Level level, long slot) {
        List<Sample> samples = new ArrayList<>();
        for (int i = from; i < from + AT_ONCE; i++) {
            samples.addAll(file.read(series, i));
        }
        List<Sample> merged = DownSampling.merge(samples, series.kind(), slot);
        if (merged.size() == samples.size()) {
            for (int i = from; i < from + AT_ONCE; i++) {
                series.blocks().setLevel(i, level);
            }
        } else {
            file.replace(series, from, AT_ONCE, merged, level);
        }
    }
}
