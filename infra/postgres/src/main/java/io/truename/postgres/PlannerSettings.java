// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

/**
 * Planner settings that make the plan of a statement independent of statistics. The planner may take a table that was just filled,
 * rewritten or emptied for almost empty and join it row by row without an index. The time is then quadratic in the size of the corpus.
 *
 * <p>Settings do not determine the join order. Statements for these settings must fix it: {@code CROSS JOIN LATERAL (... OFFSET 0)}
 * looks up the second relation for each row of the first, and {@code EXISTS (... OFFSET 0)} is neither joined nor hashed.
 */
public final class PlannerSettings {
    /** Allows index scans, block range scans and nested loops only, in the current transaction. */
    public static final String BY_INDEX = "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off;"
            + " SET LOCAL enable_mergejoin = off; SET LOCAL enable_material = off; SET LOCAL jit = off;"
            + " SET LOCAL max_parallel_workers_per_gather = 0";

    /** {@link #BY_INDEX} without sorting, for pages in the order of an index. */
    public static final String IN_ORDER =
            BY_INDEX + "; SET LOCAL enable_sort = off; SET LOCAL enable_incremental_sort = off";

    /** Forbids nested loops, in the current transaction, for statements that join whole tables by hash or by sort. */
    public static final String BY_HASH = "SET LOCAL enable_nestloop = off; SET LOCAL jit = off";

    private PlannerSettings() {}
}
