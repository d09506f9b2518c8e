// SPDX-License-Identifier: Apache-2.0
package io.truename.observability.policy;

import com.google.monitoring.v3.AlertPolicy.Documentation;

/** Documentation of a policy: its runbook, as much of it as the API takes. */
final class Documents {
    private static final int MOST_CHARACTERS = 8192;
    private static final int KEPT = 8100;
    private static final int LONGEST_SUBJECT = 255;

    private Documents() {}

    static Documentation of(String subject, String text, String title, String runbook) {
        String whole = text.isEmpty() ? "# " + title + "\n" : text;
        return Documentation.newBuilder()
                .setMimeType("text/markdown")
                .setSubject(subject.substring(0, Math.min(subject.length(), LONGEST_SUBJECT)))
                .setContent(
                        whole.length() <= MOST_CHARACTERS
                                ? whole
                                : whole.substring(0, KEPT) + "\n\nThe runbook " + runbook
                                        + " goes on in terraform/runbooks.")
                .build();
    }
}
