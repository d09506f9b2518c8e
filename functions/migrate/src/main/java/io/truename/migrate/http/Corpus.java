// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.corpus.schema.Finding;
import io.truename.edge.corpus.NotSetUpException;
import io.truename.edge.json.FieldProblem;
import io.truename.postgres.rekeying.run.RunView;
import java.util.List;

/** Mapping, and the schema that the database catalog gives for it. */
public interface Corpus {
    /**
     * Reads the mapping and inspects the database catalog, now.
     *
     * @throws NotSetUpException if there is no mapping
     */
    Looked look();

    /** Obstacles that would stop a run at once, each a sentence with its remedy; empty if there are none. */
    List<String> obstacles(RunView run);

    /** Result of reading the mapping. */
    sealed interface Looked {
        /**
         * The mapping can be read.
         *
         * @param yaml as given
         * @param findings refusals among them, if it cannot work
         * @param fingerprint of the schema; empty if it cannot work
         */
        record Found(String yaml, List<Finding> findings, String fingerprint) implements Looked {
            public Found {
                findings = List.copyOf(findings);
            }
        }

        /**
         * The mapping cannot be read.
         *
         * @param problems with pointers into the mapping
         */
        record Unreadable(List<FieldProblem> problems) implements Looked {
            public Unreadable {
                problems = List.copyOf(problems);
            }
        }
    }
}
