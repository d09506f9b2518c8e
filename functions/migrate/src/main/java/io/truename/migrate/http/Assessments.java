// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.corpus.schema.Finding;
import io.truename.edge.corpus.NotSetUpException;
import io.truename.edge.json.FieldProblem;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Read-only assessments of a corpus, before planning. */
public interface Assessments {
    /**
     * Assesses the corpus; returns when it is done, or when it is clear that it takes longer.
     *
     * @throws NotSetUpException if there is no mapping
     */
    Assessment assess();

    /** Finds the assessment with the given id. */
    Optional<Assessment> find(UUID id);

    /** State of an assessment. */
    sealed interface Assessment {
        /**
         * The assessment is unfinished; ask again.
         *
         * @param obstacle why it did not come further this time; empty if only time was up
         */
        record Running(UUID id, Optional<String> obstacle) implements Assessment {}

        /**
         * The assessment is done.
         *
         * @param report a JSON object
         */
        record Done(UUID id, String report) implements Assessment {}

        /** The assessment failed; the sentence gives the reason, with the database's message. */
        record Failed(UUID id, String sentence) implements Assessment {}

        /** The mapping cannot be read, or does not fit the database; no assessment was started. */
        record Refused(List<FieldProblem> problems, List<Finding> findings) implements Assessment {
            public Refused {
                problems = List.copyOf(problems);
                findings = List.copyOf(findings);
            }
        }
    }
}
