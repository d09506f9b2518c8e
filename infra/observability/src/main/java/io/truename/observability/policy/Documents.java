// SPDX-License-Identifier: Apache-2.0
package io.truename.observability.policy;

import com.google.monitoring.v3.AlertPolicy.Documentation;

/** Documentation of a policy: its runbook. */
final class Documents {
    private static final int LONGEST_SUBJECT = 255;

    private Documents() {}

    static Documentation of(String subject, String runbook) {
        return Documentation.newBuilder()
                .setMimeType("text/markdown")
                .setSubject(subject.substring(0, Math.min(subject.length(), LONGEST_SUBJECT)))
                .setContent(runbook)
                .build();
    }
}
