// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import java.util.Optional;

/**
 * Addresses in a rendering, which belong to its reader and are no part of the report.
 *
 * @param page the whole report
 * @param feedback answers "was this useful?"; opens a page that asks, because programs that check mail follow links
 */
public record ReportLinks(Optional<String> page, Optional<String> feedback) {
    /** No addresses. */
    public static final ReportLinks NONE = new ReportLinks(Optional.empty(), Optional.empty());

    static final String QUESTION = "Was this useful?";

    public ReportLinks {
        page.ifPresent(address -> requireWeb("page", address));
        feedback.ifPresent(address -> requireWeb("feedback", address));
    }

    private static void requireWeb(String name, String address) {
        if (!address.matches("https?://[\\x21-\\x7e&&[^\"'<>`()\\\\]]{1,2000}")) {
            throw new IllegalArgumentException(name + ": must be an address of http or https");
        }
    }
}
