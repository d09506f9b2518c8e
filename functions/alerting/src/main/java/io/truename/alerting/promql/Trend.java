// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import java.util.List;
import java.util.Optional;

/**
 * Line of least squares through points, as {@code deriv} and {@code predict_linear} take it.
 *
 * @param slope rise a second
 * @param value value at the time that counts as 0
 */
record Trend(double slope, double value) {
    /** Line through points; empty if there are fewer than two. */
    static Optional<Trend> of(List<Sampled.Point> points, long zero) {
        if (points.size() < 2) {
            return Optional.empty();
        }
        // Around the middle, so that large times cost no digits.
        double middle = points.stream()
                .mapToDouble(point -> seconds(point, zero))
                .average()
                .orElseThrow();
        double mean =
                points.stream().mapToDouble(Sampled.Point::value).average().orElseThrow();
        double both = 0;
        double squares = 0;
        for (Sampled.Point point : points) {
            double distance = seconds(point, zero) - middle;
            both += distance * (point.value() - mean);
            squares += distance * distance;
        }
        double slope = both / squares;
        return Optional.of(new Trend(slope, mean - slope * middle));
    }

    private static double seconds(Sampled.Point point, long zero) {
        return (point.time() - zero) / 1000.0;
    }

    double after(double seconds) {
        return value + slope * seconds;
    }
}
