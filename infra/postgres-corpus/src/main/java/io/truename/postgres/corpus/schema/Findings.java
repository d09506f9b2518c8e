// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.Finding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collector of findings. */
final class Findings {
    private final List<Finding> found = new ArrayList<>();
    private boolean impossible;

    /** Without this there is no schema to speak of. */
    void impossible(String code, String subject, String reason, String remedy) {
        impossible = true;
        refuse(code, subject, reason, remedy);
    }

    void refuse(String code, String subject, String reason, String remedy) {
        found.add(new Finding(Severity.REFUSAL, code, subject, reason, remedy));
    }

    void warn(String code, String subject, String reason, String remedy) {
        found.add(new Finding(Severity.WARNING, code, subject, reason, remedy));
    }

    void note(String code, String subject, String reason, String remedy) {
        found.add(new Finding(Severity.NOTE, code, subject, reason, remedy));
    }

    /** Whether something is refused of this table already. */
    boolean refuses(String table) {
        return found.stream()
                .anyMatch(finding -> finding.severity() == Severity.REFUSAL
                        && (finding.subject().equals(table) || finding.subject().startsWith(table + " ")));
    }

    boolean schemaImpossible() {
        return impossible;
    }

    /** Each once; refusals first, otherwise in the order of finding. */
    List<Finding> sorted() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing(Finding::severity))
                .toList();
    }
}
