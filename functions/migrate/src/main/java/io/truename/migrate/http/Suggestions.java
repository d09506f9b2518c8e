// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.corpus.suggest.Suggestion;
import io.truename.edge.json.FieldProblem;
import io.truename.postgres.corpus.suggest.MappingSuggester;
import java.util.List;

/** Proposals of a mapping, and checks of one, for the database as it is now. */
public interface Suggestions {
    /** Proposes a mapping. */
    Suggested suggest(MappingSuggester.Request request);

    /** Checks a mapping. */
    Suggested check(String yaml);

    /** Result of a proposal or a check. */
    sealed interface Suggested {
        /** The mapping, with everything that is known about it. */
        record Shown(Suggestion suggestion) implements Suggested {}

        /**
         * The request names something that the database does not have, or its mapping cannot be read.
         *
         * @param problems with pointers into the request
         */
        record Refused(List<FieldProblem> problems) implements Suggested {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }
}
