// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.run;

import io.truename.corpus.schema.Finding;
import io.truename.rekeying.run.RunSettings;
import java.util.List;

/**
 * Definition of a run that is to be created.
 *
 * @param mapping the mapping's YAML as given
 * @param schemaFingerprint fingerprint of the inspected schema
 * @param findings findings of the inspection
 * @param preflight JSON object; {@code {}} before the preflight
 */
public record RunDefinition(
        RunSettings settings, String mapping, String schemaFingerprint, List<Finding> findings, String preflight) {
    public RunDefinition {
        findings = List.copyOf(findings);
    }
}
