// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.suggest;

import io.truename.postgres.corpus.search.SearchLimits;
import java.time.Duration;

/**
 * Limits of a proposal.
 *
 * @param catalog longest statement on the catalog
 * @param statement longest statement on a table
 * @param lock longest wait for a table that another session has locked
 * @param sampling time after which no further table is sampled
 * @param asking time after which no further question is asked
 * @param examples time after which no further table is shown with examples
 * @param rows sampled rows of a table
 * @param search limits of the search for undeclared references
 */
record SuggestLimits(
        Duration catalog,
        Duration statement,
        Duration lock,
        Duration sampling,
        Duration asking,
        Duration examples,
        int rows,
        SearchLimits search) {
    /** Together about half a minute at most. */
    static final SuggestLimits DEFAULT = new SuggestLimits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofMillis(300),
            Duration.ofSeconds(8),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            200,
            new SearchLimits(
                    Duration.ofSeconds(1),
                    Duration.ofMillis(300),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(6),
                    5_000,
                    512));
}
