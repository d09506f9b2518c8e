// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.corpus;

/** Thrown if a call needs a setting that is missing; the message names the remedy. Answered with 503. */
public final class NotSetUpException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Missing missing;

    /** {@code remedy} is a sentence for people. */
    public NotSetUpException(Missing missing, String remedy) {
        super(remedy);
        this.missing = missing;
    }

    Missing missing() {
        return missing;
    }
}
