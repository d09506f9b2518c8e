// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

import com.google.api.MetricDescriptor.MetricKind;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.SeriesKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets every series go on as in its last minutes, while the clock is moved forward: gauges hold their last value, changes of the last
 * five minutes come again, and totals grow as between their last two points. Series that were silent stay silent.
 */
public final class Continuation {
    private static final long MINUTE = 60_000;
    private static final long PATTERN = 5 * MINUTE;
    private static final long RECENT = 10 * MINUTE;

    /** Gauges may be written every quarter of an hour. */
    private static final long RECENT_GAUGE = Duration.ofMinutes(30).toMillis();

    /**
     * Growth of a total.
     *
     * @param start start of the series' points
     */
    public record Growth(long start, PointValue value) {}

    /** Clients may write a gauge again after that time, so at the full minute already. */
    private static final long PACE = 5_000;

    private interface Going {
        void until(long minute);
    }

    private final MetricStore store;
    private final List<Going> all = new ArrayList<>();
    private final List<Pattern> patterns = new ArrayList<>();
    private final Map<SeriesKey, Growth> growths = new HashMap<>();

    public Continuation(MetricStore store, long now) {
        this.store = store;
        for (Series series : store.all()) {
            List<Sample> recent = store.read(series, now - RECENT_GAUGE, now).stream()
                    .filter(sample -> sample.end() > now - (series.kind() == MetricKind.GAUGE ? RECENT_GAUGE : RECENT)
                            && sample.end() <= now)
                    .toList();
            if (!recent.isEmpty()) {
                add(series, recent, now);
            }
        }
    }

    private void add(Series series, List<Sample> recent, long now) {
        Sample last = recent.get(recent.size() - 1);
        switch (series.kind()) {
            case GAUGE -> all.add(minute -> append(series, Sample.at(minute - PACE, last.value())));
            case DELTA ->
                patterns.add(new Pattern(
                        series,
                        recent.stream()
                                .filter(sample -> sample.end() > now - PATTERN)
                                .toList()));
            case CUMULATIVE -> {
                if (recent.size() > 1 && recent.get(recent.size() - 2).start() == last.start()) {
                    all.add(new Growing(series, recent.get(recent.size() - 2), last));
                }
            }
            default -> {}
        }
    }

    private final class Pattern implements Going {
        private final Series series;
        private final List<Sample> samples;
        private long shift = PATTERN;
        private int next;

        Pattern(Series series, List<Sample> samples) {
            this.series = series;
            this.samples = samples;
        }

        @Override
        public void until(long minute) {
            while (!samples.isEmpty() && samples.get(next).end() + shift <= minute) {
                Sample sample = samples.get(next);
                long end = sample.end() + shift;
                append(
                        series,
                        new Sample(
                                Math.min(end, Math.max(sample.start() + shift, series.lastEnd())),
                                end,
                                sample.value()));
                next = (next + 1) % samples.size();
                shift += next == 0 ? PATTERN : 0;
            }
        }
    }

    private final class Growing implements Going {
        private final Series series;
        private final long interval;
        private final PointValue step;
        private Sample last;

        Growing(Series series, Sample before, Sample last) {
            this.series = series;
            this.interval = last.end() - before.end();
            this.step = Sums.minus(last.value(), before.value());
            this.last = last;
        }

        @Override
        public void until(long minute) {
            while (last.end() + interval <= minute) {
                last = new Sample(last.start(), last.end() + interval, Sums.plus(last.value(), step));
                append(series, last);
                growths.merge(
                        series.key(),
                        new Growth(last.start(), step),
                        (before, more) -> new Growth(before.start(), Sums.plus(before.value(), more.value())));
            }
        }
    }

    /** Writes the points up to a time, which must rise from call to call. */
    public void until(long minute) {
        all.forEach(going -> going.until(minute));
        patterns.forEach(going -> going.until(minute));
    }

    /** Writes the changes of a part of a minute, in which the clock stops: the next continuation finds the whole pattern. */
    public void changesUntil(long time) {
        patterns.forEach(going -> going.until(time));
    }

    /** Returns how much each total grew. */
    public Map<SeriesKey, Growth> growths() {
        return Map.copyOf(growths);
    }

    /** A point that a client wrote meanwhile counts instead. */
    private void append(Series series, Sample sample) {
        if (sample.end() > series.lastEnd()) {
            try {
                store.append(series.key(), series.kind(), sample);
            } catch (IllegalArgumentException written) {
                // Between the look and the write.
            }
        }
    }
}
