// SPDX-License-Identifier: Apache-2.0
package io.truename.observability.policy;

import java.math.BigDecimal;

/** Threshold that a tuner may set, as PromQL: the newest one of three hours, or else the number of the catalog. */
public final class TunedThreshold {
    private TunedThreshold() {}

    /** Returns a query that gives one value without labels. */
    public static String query(String alert, double fallback) {
        return "max(last_over_time(custom_googleapis_com:truename_tune_threshold{policy=\"" + alert
                + "\"}[3h])) or vector(" + number(fallback) + ")";
    }

    static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
