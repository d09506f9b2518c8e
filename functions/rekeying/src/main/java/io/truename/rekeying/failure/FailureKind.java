// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.failure;

import io.truename.rekeying.sizing.BatchResult.Outcome;

/** What is to be done about a failed batch. */
public enum FailureKind {
    /** Done again as it is, bounded, by a smaller batch. */
    RETRY(Outcome.CROWDED_OUT),
    /** Nobody knows whether it was committed: the record, which the same transaction writes, is read on a new connection. */
    CONNECTION(Outcome.FAILED),
    /** The server became a replica: connect anew, hold until it takes writes. */
    READ_ONLY(Outcome.FAILED),
    /** Disk, memory or another limit of the server: hold until a person has acted. */
    FULL(Outcome.FAILED),
    /** Some document of it cannot be moved: halved down to it, which is quarantined. Never done again as it is. */
    POISON(Outcome.FAILED),
    /** The role may not: the run pauses. */
    PRIVILEGE(Outcome.FAILED),
    /** The tables are no longer those that were planned for: the run pauses. */
    SCHEMA_CHANGED(Outcome.FAILED),
    /** Not foreseen: done again, bounded, then the run pauses. */
    BUG(Outcome.FAILED);

    private final Outcome outcome;

    FailureKind(Outcome outcome) {
        this.outcome = outcome;
    }

    /** What the sizer is told. */
    public Outcome outcome() {
        return outcome;
    }

    /** Whether doing the same batch again can help. */
    public boolean repeatable() {
        return this == RETRY || this == CONNECTION || this == BUG;
    }

    /** Whether the run waits by itself until it can go on. */
    public boolean holds() {
        return this == READ_ONLY || this == FULL;
    }

    /** Whether the run pauses at once and a person resumes it. */
    public boolean pauses() {
        return this == PRIVILEGE || this == SCHEMA_CHANGED;
    }
}
