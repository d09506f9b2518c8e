// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.search;

import java.time.Duration;

/**
 * Limits of a search for undeclared references.
 *
 * @param statement longest statement
 * @param lock longest wait for a table that another session has locked
 * @param table time after which the next table is searched
 * @param whole time after which no further table is searched
 * @param rows number of rows of a table after which the next one is searched
 * @param blocks number of blocks of a table that are read at most; a larger table is sampled
 */
public record SearchLimits(Duration statement, Duration lock, Duration table, Duration whole, long rows, int blocks) {
    /** The limits of an assessment. */
    public static final SearchLimits DEFAULT = new SearchLimits(
            Duration.ofSeconds(3), Duration.ofMillis(300), Duration.ofSeconds(6), Duration.ofMinutes(3), 50_000, 2_048);
}
