// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.schema.Finding;
import io.truename.corpus.schema.Finding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collector of the findings of an inspection. */
final class Findings {
    private final List<Finding> found = new ArrayList<>();
    private boolean impossible;

    /** Adds a refusal that makes it impossible to build a schema. */
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

    /** Adds a refusal that is the same for every corpus. */
    void add(Finding finding) {
        impossible |= finding.severity() == Severity.REFUSAL;
        found.add(finding);
    }

    /** Whether a refusal concerns this table already. */
    boolean refuses(String table) {
        return found.stream()
                .anyMatch(finding -> finding.severity() == Severity.REFUSAL
                        && (finding.subject().equals(table) || finding.subject().startsWith(table + " ")));
    }

    boolean schemaImpossible() {
        return impossible;
    }

    /** Distinct findings: refusals first, otherwise in the order of discovery. */
    List<Finding> sorted() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing(Finding::severity))
                .toList();
    }
}
