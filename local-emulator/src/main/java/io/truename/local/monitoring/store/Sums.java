// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.PointValue;

/** Sums and differences of values of one type. */
public final class Sums {
    private Sums() {}

    public static PointValue plus(PointValue older, PointValue newer) {
        if (older instanceof Histogram first && newer instanceof Histogram second) {
            return first.plus(second);
        }
        if (older instanceof PointValue.Whole first && newer instanceof PointValue.Whole second) {
            return new PointValue.Whole(first.value() + second.value());
        }
        return new PointValue.Real(older.number() + newer.number());
    }

    static PointValue minus(PointValue newer, PointValue older) {
        if (newer instanceof Histogram second && older instanceof Histogram first) {
            return second.minus(first);
        }
        if (newer instanceof PointValue.Whole second && older instanceof PointValue.Whole first) {
            return new PointValue.Whole(second.value() - first.value());
        }
        return new PointValue.Real(newer.number() - older.number());
    }
}
