// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

/**
 * Result of one turn of planning.
 *
 * @param pages committed in this turn
 * @param documents looked at in this turn
 * @param chunks looked at in this turn
 * @param found documents of this pass that are to be moved; exact when done, so far otherwise
 * @param reason a sentence, of REFUSED and ELSEWHERE; empty otherwise
 */
public record PlanningResult(Outcome outcome, int pages, long documents, long chunks, long found, String reason) {
    /** What is to be done next. */
    public enum Outcome {
        /** There is more: call again. */
        MORE,
        /** The pass has looked at everything and its collisions are resolved: {@code run.plan_done} is set. */
        DONE,
        /** Another instance plans this run, or the run is in another state: leave it. */
        ELSEWHERE,
        /** Collisions under the policy {@code fail}: the run has to become FAILED. */
        REFUSED
    }
}
