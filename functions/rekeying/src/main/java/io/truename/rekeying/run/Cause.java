// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

/** Cause for which a run changes its state by itself. */
public enum Cause {
    PLANNED_ALL("the plan is complete"),
    /** By the policy {@code FAIL}, in the first pass or a later one. */
    COLLISIONS_REFUSED("documents collide and the policy is to fail"),
    /** The preflight or the inspection found a refusal. */
    PLAN_REFUSED("the plan was refused"),
    MOVED_ALL("a pass found nothing left to move and the whole corpus is valid"),
    /** Of a batch or of the whole corpus. */
    VALIDATION_FAILED("validation failed"),
    ERROR_BUDGET_BURNT("too large a share of the tried documents is quarantined"),
    /** Missing privileges, a changed schema or an unforeseen error: an operator must act, then the run can be resumed. */
    CANNOT_GO_ON("a person must act before it can go on"),
    /** The run's record contradicts the corpus: going on would do more harm. */
    RECORD_CONTRADICTED("the corpus contradicts the run's own record"),
    ROLLED_BACK_ALL("every move was taken back");

    private final String reason;

    Cause(String reason) {
        this.reason = reason;
    }

    /** Readable reason, as part of a sentence. */
    public String reason() {
        return reason;
    }
}
