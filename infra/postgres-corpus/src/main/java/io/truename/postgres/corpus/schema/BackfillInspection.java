// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.schema.BackfillSchema;
import io.truename.corpus.schema.Finding;
import java.util.List;
import java.util.Optional;

/**
 * Result of the inspection of a corpus whose true ids stand beside its keys.
 *
 * @param schema empty if a refusal makes it impossible to build one
 * @param findings refusals first, then warnings, then notes
 * @param fingerprint as of {@link Inspection}; a unique index on a column of true ids does not change it
 */
public record BackfillInspection(Optional<BackfillSchema> schema, List<Finding> findings, String fingerprint) {
    public BackfillInspection {
        findings = List.copyOf(findings);
    }
}
