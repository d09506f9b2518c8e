// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Detection of incidents of one kind by their size.
 *
 * @param bySize what was found of each size
 */
public record DetectionCurve(SortedMap<Double, Detection> bySize) {
    public DetectionCurve {
        bySize = new TreeMap<>(bySize);
    }

    /** Both together. */
    public DetectionCurve plus(DetectionCurve other) {
        SortedMap<Double, Detection> both = new TreeMap<>(bySize);
        other.bySize.forEach((size, detection) -> both.merge(size, detection, Detection::plus));
        return new DetectionCurve(both);
    }

    /**
     * The minimum detectable effect: the smallest size from which on every size is proven to be found, by the 95 % bound. A share of
     * 0.99 takes 299 incidents without a miss.
     */
    public OptionalDouble smallestFound(double share) {
        OptionalDouble smallest = OptionalDouble.empty();
        for (Map.Entry<Double, Detection> size :
                new TreeMap<>(bySize).descendingMap().entrySet()) {
            if (size.getValue().found().lower() < share) {
                return smallest;
            }
            smallest = OptionalDouble.of(size.getKey());
        }
        return smallest;
    }
}
