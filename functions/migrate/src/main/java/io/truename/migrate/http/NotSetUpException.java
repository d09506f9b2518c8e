// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

/** Something that a call needs was not set up; the message says what to do. Answered with 503. */
public final class NotSetUpException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** {@code remedy} is a sentence for people. */
    public NotSetUpException(String remedy) {
        super(remedy);
    }
}
