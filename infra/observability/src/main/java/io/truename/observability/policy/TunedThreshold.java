// SPDX-License-Identifier: Apache-2.0
package io.truename.observability.policy;

import io.truename.catalog.AlertSpec;
import java.math.BigDecimal;

/** Threshold that a tuner may set, as PromQL: the newest one of three hours, or else the number of the catalog. */
public final class TunedThreshold {
    private TunedThreshold() {}

    /** Returns a query that gives one value without labels. */
    public static String query(AlertSpec alert, double fallback) {
        return published(alert) + " or vector(" + number(fallback) + ")";
    }

    /** Returns a query that gives the newest published threshold of three hours, or nothing. */
    static String published(AlertSpec alert) {
        return "max(last_over_time(custom_googleapis_com:truename_tune_threshold{policy=\"" + alert.name()
                + "\",severity=\"" + alert.tier() + "\"}[3h]))";
    }

    static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
