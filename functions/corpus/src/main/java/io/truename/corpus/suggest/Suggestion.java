// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.corpus.schema.Finding;
import java.util.List;

/**
 * Mapping with everything that is known about it before a run.
 *
 * @param mapping YAML; with marked gaps unless {@code complete}
 * @param complete whether a mapping can be read from it
 * @param choices empty for a mapping that was only checked
 * @param findings of the inspection, which a mapping with gaps does not have
 * @param examples a few rows of each table
 * @param collisions within a sample of rows
 */
public record Suggestion(
        String mapping,
        boolean complete,
        List<Choice> choices,
        List<Missing> missing,
        List<Notice> warnings,
        List<Finding> findings,
        List<TableCount> tables,
        List<Example> examples,
        List<Collision> collisions) {
    public Suggestion {
        choices = List.copyOf(choices);
        missing = List.copyOf(missing);
        warnings = List.copyOf(warnings);
        findings = List.copyOf(findings);
        tables = List.copyOf(tables);
        examples = List.copyOf(examples);
        collisions = List.copyOf(collisions);
    }
}
