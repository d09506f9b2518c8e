// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.corpus.schema.Finding;
import io.truename.edge.json.FieldProblem;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Read-only assessments of a corpus, before planning. */
public interface Assessments {
    /**
     * Assesses; returns when it is done, or when it is clear that it will take long.
     *
     * @throws NotSetUpException if there is no mapping
     */
    Assessment assess();

    /** The assessment of that id. */
    Optional<Assessment> find(UUID id);

    /** Where an assessment is. */
    sealed interface Assessment {
        /**
         * It goes on; ask again.
         *
         * @param obstacle why it did not come further this time; empty if only time was up
         */
        record Running(UUID id, Optional<String> obstacle) implements Assessment {}

        /**
         * It is done.
         *
         * @param report a JSON object
         */
        record Done(UUID id, String report) implements Assessment {}

        /** It failed; the sentence says why, in the words of the database, too. */
        record Failed(UUID id, String sentence) implements Assessment {}

        /** The mapping cannot be read, or does not fit the database: nothing was begun. */
        record Refused(List<FieldProblem> problems, List<Finding> findings) implements Assessment {
            public Refused {
                problems = List.copyOf(problems);
                findings = List.copyOf(findings);
            }
        }
    }
}
