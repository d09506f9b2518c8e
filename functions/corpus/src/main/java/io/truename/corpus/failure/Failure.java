// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.failure;

/**
 * A classified failure.
 *
 * @param code stable, for {@code lastError.code} and the quarantine, such as {@code deadlock}
 * @param sqlState five characters
 * @param sentence readable description of the event; never data
 * @param change the change that an operator must make, without a full stop; empty if the failure passes by itself
 * @param ours whether only a fault of Truename explains it
 */
public record Failure(FailureKind kind, String code, String sqlState, String sentence, String change, boolean ours) {
    /** Failure whose cause is not Truename. */
    public Failure(FailureKind kind, String code, String sqlState, String sentence, String change) {
        this(kind, code, sqlState, sentence, change, false);
    }

    /** Remedy for a run that met the failure, as a sentence. */
    public String remedy() {
        return switch (kind) {
            case RETRY, CONNECTION, READ_ONLY, FULL ->
                change.isEmpty() ? "Nothing: the run tries again by itself." : then("the run goes on by itself");
            case POISON -> then("retry the quarantined");
            case SCHEMA_CHANGED -> then("resume; or roll back and plan again");
            case PRIVILEGE, BUG -> then("resume");
        };
    }

    /** Remedy for a request that met the failure, as a sentence. */
    public String remedyOfARequest() {
        return change.isEmpty() ? "Send the request again." : then("send the request again");
    }

    private String then(String next) {
        return change + ", then " + next + ".";
    }
}
