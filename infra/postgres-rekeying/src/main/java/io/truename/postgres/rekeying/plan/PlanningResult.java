// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

/**
 * Result of one turn of planning.
 *
 * @param pages pages committed in this turn
 * @param documents documents read in this turn
 * @param chunks chunks read in this turn
 * @param found documents of this pass to move; the number so far unless done
 * @param reason sentence for REFUSED and ELSEWHERE; empty otherwise
 */
public record PlanningResult(Outcome outcome, int pages, long documents, long chunks, long found, String reason) {
    /** Outcome of a turn. */
    public enum Outcome {
        /** More is left to plan: call again. */
        MORE,
        /** The pass has read all documents and resolved its collisions: {@code run.plan_done} is set. */
        DONE,
        /** Another instance plans this run, or the run is in another state: stop. */
        ELSEWHERE,
        /** The policy {@code fail} forbids the collisions found: the run must become FAILED. */
        REFUSED
    }
}
