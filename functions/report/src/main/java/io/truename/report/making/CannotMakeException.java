// SPDX-License-Identifier: Apache-2.0
package io.truename.report.making;

/** Thrown if a report cannot be made; the message is a sentence for people, with the remedy. No other attempt will succeed. */
public final class CannotMakeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CannotMakeException(String sentence) {
        super(sentence);
    }

    /** The sentence. */
    String sentence() {
        return String.valueOf(getMessage());
    }
}
