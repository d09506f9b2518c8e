// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

/**
 * Planner settings under which the plan of a statement does not depend on statistics. A table that was just filled, rewritten or
 * emptied may count as almost empty, and is then joined row by row with no index: time that grows with the square of the corpus.
 *
 * <p>Settings do not choose the order of a join. Statements that are to be run so name it: {@code CROSS JOIN LATERAL (... OFFSET 0)}
 * looks up the second for each row of the first, and {@code EXISTS (... OFFSET 0)} is neither joined nor hashed.
 */
public final class PlannerSettings {
    /** For the current transaction: rows are reached through an index or a range of blocks, and joined by looking them up. */
    public static final String BY_INDEX = "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off;"
            + " SET LOCAL enable_mergejoin = off; SET LOCAL enable_material = off; SET LOCAL jit = off;"
            + " SET LOCAL max_parallel_workers_per_gather = 0";

    /** The same, for pages in the order of an index: nothing is sorted. */
    public static final String IN_ORDER =
            BY_INDEX + "; SET LOCAL enable_sort = off; SET LOCAL enable_incremental_sort = off";

    /** For statements that join whole tables: once, through a hash table or a sort, and never row by row. */
    public static final String BY_HASH = "SET LOCAL enable_nestloop = off; SET LOCAL jit = off";

    private PlannerSettings() {}
}
