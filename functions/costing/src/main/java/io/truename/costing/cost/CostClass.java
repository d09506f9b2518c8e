// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.cost;

import java.util.Locale;

/** Class of a cost by how it follows requests. */
public enum CostClass {
    /** Grows with requests: their fees, processor time in them, messages, tokens. */
    PER_REQUEST,
    /** Paid for instances that wait. */
    IDLE,
    /** Paid whether requests come or not: databases, disks, addresses, stored logs. */
    FIXED;

    /** The class by names of Google's SKUs. An unknown one is fixed: it then makes no request look expensive. */
    public static CostClass of(CostRow row) {
        String name = (row.service() + " " + row.skuName()).toLowerCase(Locale.ROOT);
        if (row.type() != CostRow.Type.USAGE) {
            return FIXED;
        }
        if (name.matches(".*\\b(idle|min(imum)?[ -]instances?)\\b.*")) {
            return IDLE;
        }
        return name.matches(".*(cloud run|cloud functions|pub/sub|vertex|gemini|embedding|\\boperations\\b|egress"
                        + "|data transfer out|log ingestion|\\brequests?\\b).*")
                ? PER_REQUEST
                : FIXED;
    }
}
