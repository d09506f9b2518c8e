// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.failure;

/** Kind of a failure, by the reaction that it calls for. */
public enum FailureKind {
    /** Done again as it is, bounded, by a smaller batch. */
    RETRY,
    /** Nobody knows whether it was committed: the record, which the same transaction writes, is read on a new connection. */
    CONNECTION,
    /** The server became a replica: connect anew, hold until it takes writes. */
    READ_ONLY,
    /** Disk, memory or another limit of the server: hold until a person has acted. */
    FULL,
    /** Some document of it cannot be moved: halved down to it, which is quarantined. Never done again as it is. */
    POISON,
    /** The role may not: the run pauses. */
    PRIVILEGE,
    /** The tables are no longer those that were planned for: the run pauses. */
    SCHEMA_CHANGED,
    /** Not foreseen: done again, bounded, then the run pauses. */
    BUG;

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
