// SPDX-License-Identifier: Apache-2.0
package io.truename.billing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Table of a billing export in BigQuery, standard or detailed.
 *
 * @param project that has it
 */
public record BillingTable(String project, String dataset, String table) {
    private static final Pattern NAME = Pattern.compile(
            "((?:[a-z0-9.-]{1,60}:)?[a-z][a-z0-9-]{4,28}[a-z0-9])\\.([A-Za-z0-9_]{1,200})\\.([A-Za-z0-9_]{1,200})");

    /**
     * Reads {@code project.dataset.table}.
     *
     * @throws IllegalArgumentException with the rule
     */
    public static BillingTable parse(String text) {
        Matcher matcher = NAME.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be project.dataset.table, such as my-project.billing.gcp_billing_export_v1_012345_6789AB_CDEF01");
        }
        return new BillingTable(matcher.group(1), matcher.group(2), matcher.group(3));
    }

    /** Whether it has a row for each resource. */
    boolean detailed() {
        return table.contains("_resource_v1_");
    }

    /** Quoted for SQL; its characters are checked, so that none ends the quotes. */
    String quoted() {
        return "`" + project + "." + dataset + "." + table + "`";
    }
}
