// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.Finding;
import java.util.List;
import java.util.Optional;

/**
 * Result of an inspection.
 *
 * @param schema empty if a refusal makes it impossible to build one; present despite refusals that concern only moving, such
 *     as a missing privilege
 * @param findings refusals first, then warnings, then notes
 * @param fingerprint SHA-256 in hex over the schema's structure, unchanged as long as a plan fits the schema; empty without
 *     a schema
 */
public record Inspection(Optional<CorpusSchema> schema, List<Finding> findings, String fingerprint) {
    public Inspection {
        findings = List.copyOf(findings);
    }

    /** Whether a finding forbids a migration. */
    public boolean refused() {
        return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.REFUSAL);
    }
}
