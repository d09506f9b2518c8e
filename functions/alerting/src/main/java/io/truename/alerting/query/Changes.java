// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * ALIGN_DELTA and ALIGN_RATE: the growth within each window. A change is spread evenly over the time from its start to its
 * end, so windows without points of their own are interpolated; sums stay. Changes of distributions are not divided: they
 * belong to the window of their end. A cumulative series whose start time moves, or whose value falls, began again at 0.
 */
final class Changes {
    private Changes() {}

    static List<Sample> deltas(List<Sample> samples, MetricKind kind, ValueType type, Grid grid) {
        List<Sample> changes = kind == MetricKind.CUMULATIVE ? differences(samples) : samples;
        return type == ValueType.DISTRIBUTION ? whole(changes, grid) : spread(changes, type, grid);
    }

    static List<Sample> rates(List<Sample> samples, MetricKind kind, ValueType type, Grid grid) {
        List<Sample> changes = kind == MetricKind.CUMULATIVE ? differences(samples) : samples;
        double seconds = grid.period() / 1000.0;
        return spread(changes, ValueType.DOUBLE, grid).stream()
                .map(delta ->
                        Sample.at(delta.end(), new PointValue.Real(delta.value().number() / seconds)))
                .toList();
    }

    /** Turns running totals into changes. */
    private static List<Sample> differences(List<Sample> totals) {
        List<Sample> changes = new ArrayList<>(totals.size());
        for (int i = 0; i < totals.size(); i++) {
            Sample total = totals.get(i);
            if (i > 0 && totals.get(i - 1).start() == total.start() && !fell(totals.get(i - 1), total)) {
                Sample before = totals.get(i - 1);
                changes.add(new Sample(before.end(), total.end(), difference(total.value(), before.value())));
            } else {
                long start = i > 0 ? Math.max(total.start(), totals.get(i - 1).end()) : total.start();
                changes.add(new Sample(start, total.end(), total.value()));
            }
        }
        return changes;
    }

    private static boolean fell(Sample before, Sample now) {
        if (before.value() instanceof Histogram earlier && now.value() instanceof Histogram later) {
            return later.count() < earlier.count();
        }
        return now.value().number() < before.value().number();
    }

    private static PointValue difference(PointValue later, PointValue earlier) {
        if (later instanceof Histogram now && earlier instanceof Histogram before) {
            return now.minus(before);
        }
        if (later instanceof PointValue.Whole now && earlier instanceof PointValue.Whole before) {
            return new PointValue.Whole(now.value() - before.value());
        }
        return new PointValue.Real(later.number() - earlier.number());
    }

    private static List<Sample> whole(List<Sample> changes, Grid grid) {
        return Windows.each(changes, grid, Statistic.SUM, true);
    }

    private static List<Sample> spread(List<Sample> changes, ValueType type, Grid grid) {
        double[] amounts = new double[grid.windows()];
        boolean[] covered = new boolean[grid.windows()];
        for (Sample change : changes) {
            double length = change.end() - change.start();
            long first = Math.max(0, grid.windowOf(change.start() + 1));
            long last = Math.min(grid.windows() - 1L, grid.windowOf(change.end()));
            for (int window = (int) first; window <= last; window++) {
                long from = Math.max(change.start(), grid.startOf(window));
                long to = Math.min(change.end(), grid.endOf(window));
                boolean all = to - from == change.end() - change.start();
                amounts[window] +=
                        all ? change.value().number() : change.value().number() * ((to - from) / length);
                covered[window] = true;
            }
        }
        return points(amounts, covered, type, grid);
    }

    /** Whole numbers are rounded so that the sum up to each window is right. */
    private static List<Sample> points(double[] amounts, boolean[] covered, ValueType type, Grid grid) {
        List<Sample> points = new ArrayList<>();
        double total = 0;
        long rounded = 0;
        for (int window = 0; window < amounts.length; window++) {
            if (!covered[window]) {
                continue;
            }
            total += amounts[window];
            if (type == ValueType.INT64) {
                points.add(grid.delta(window, new PointValue.Whole(Math.round(total) - rounded)));
                rounded = Math.round(total);
            } else {
                points.add(grid.delta(window, new PointValue.Real(amounts[window])));
            }
        }
        return points;
    }
}
