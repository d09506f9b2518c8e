// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.PointValue.Real;
import io.truename.alerting.series.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Aligners that look at the points within, or around the end of, each window. */
final class Windows {
    private static final long SMOOTHED = Duration.ofMinutes(10).toMillis();

    private Windows() {}

    /** Returns the statistic of the points that end within each window; nothing for windows without. */
    static List<Sample> each(List<Sample> samples, Grid grid, Statistic statistic, boolean delta) {
        List<Sample> aligned = new ArrayList<>();
        List<PointValue> values = new ArrayList<>();
        int next = 0;
        for (int window = 0; window < grid.windows(); window++) {
            values.clear();
            while (next < samples.size() && samples.get(next).end() <= grid.endOf(window)) {
                if (samples.get(next).end() > grid.startOf(window)) {
                    values.add(samples.get(next).value());
                }
                next++;
            }
            if (!values.isEmpty()) {
                int place = window;
                statistic
                        .of(values)
                        .map(value -> delta ? grid.delta(place, value) : grid.gauge(place, value))
                        .ifPresent(aligned::add);
            }
        }
        return aligned;
    }

    /** ALIGN_NEXT_OLDER: the newest point within each window. */
    static List<Sample> newest(List<Sample> samples, Grid grid) {
        return each(samples, grid, values -> Optional.of(values.get(values.size() - 1)), false);
    }

    /** ALIGN_INTERPOLATE: the value on the line between the points around each window's end. */
    static List<Sample> interpolated(List<Sample> samples, Grid grid) {
        List<Sample> aligned = new ArrayList<>();
        int after = 0;
        for (int window = 0; window < grid.windows(); window++) {
            long time = grid.endOf(window);
            while (after < samples.size() && samples.get(after).end() < time) {
                after++;
            }
            if (after == samples.size()) {
                break;
            }
            Sample next = samples.get(after);
            if (next.end() == time) {
                aligned.add(grid.gauge(window, next.value()));
            } else if (after > 0) {
                Sample previous = samples.get(after - 1);
                double part = (double) (time - previous.end()) / (next.end() - previous.end());
                double from = previous.value().number();
                double value = from + (next.value().number() - from) * part;
                aligned.add(grid.gauge(window, PointValue.ofNumber(next.value().type(), value)));
            }
        }
        return aligned;
    }

    /** Returns how far before the first window {@link #percentChanges} looks. */
    static long reachOfPercentChanges(Grid grid) {
        return grid.period() + SMOOTHED;
    }

    /** ALIGN_PERCENT_CHANGE: compares means of ten minutes, one period apart; negative values are left out. */
    static List<Sample> percentChanges(List<Sample> samples, Grid grid) {
        List<Sample> aligned = new ArrayList<>();
        for (int window = 0; window < grid.windows(); window++) {
            Optional<Double> current = mean(samples, grid.endOf(window));
            Optional<Double> previous = mean(samples, grid.startOf(window));
            if (current.isPresent() && previous.isPresent()) {
                aligned.add(grid.gauge(window, new Real(percentChange(current.get(), previous.get()))));
            }
        }
        return aligned;
    }

    private static double percentChange(double current, double previous) {
        return current == 0 && previous == 0 ? 0 : (current - previous) / previous * 100;
    }

    private static Optional<Double> mean(List<Sample> samples, long end) {
        double sum = 0;
        int count = 0;
        for (int i = firstAfter(samples, end - SMOOTHED);
                i < samples.size() && samples.get(i).end() <= end;
                i++) {
            double number = samples.get(i).value().number();
            if (number >= 0) {
                sum += number;
                count++;
            }
        }
        return count == 0 ? Optional.empty() : Optional.of(sum / count);
    }

    private static int firstAfter(List<Sample> samples, long time) {
        int low = 0;
        int high = samples.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (samples.get(middle).end() <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
