// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Buckets of a distribution, by the bounds between them: bucket i has the values from bound i - 1 to below bound i.
 *
 * @param bounds 1 to 199, finite and growing; so there are 2 to 200 buckets
 */
public record Buckets(List<Double> bounds) {
    private static final int MOST_BOUNDS = 199;

    public Buckets {
        bounds = List.copyOf(bounds);
        if (bounds.isEmpty() || bounds.size() > MOST_BOUNDS) {
            throw new IllegalArgumentException("bounds must be 1 to " + MOST_BOUNDS);
        }
        for (int i = 0; i < bounds.size(); i++) {
            if (!Double.isFinite(bounds.get(i)) || (i > 0 && bounds.get(i) <= bounds.get(i - 1))) {
                throw new IllegalArgumentException("bounds must be finite and grow: " + bounds);
            }
        }
    }

    /** Buckets between these bounds. */
    public static Buckets explicit(double... bounds) {
        return new Buckets(Arrays.stream(bounds).boxed().toList());
    }

    /** Buckets between {@code scale}, {@code scale * growth}, {@code scale * growth}² and so on, {@code finite} of them. */
    public static Buckets exponential(double scale, double growth, int finite) {
        List<Double> bounds = new ArrayList<>();
        for (int i = 0; i <= finite; i++) {
            bounds.add(scale * Math.pow(growth, i));
        }
        return new Buckets(bounds);
    }

    int count() {
        return bounds.size() + 1;
    }

    int bucketOf(double value) {
        int low = 0;
        int high = bounds.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (value < bounds.get(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
