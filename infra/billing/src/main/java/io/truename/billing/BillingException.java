// SPDX-License-Identifier: Apache-2.0
package io.truename.billing;

/**
 * Thrown if an API does not give the data that were asked for. The message is a sentence for people, with a remedy and without its answer.
 */
public final class BillingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean unknown;

    BillingException(String sentence) {
        this(sentence, false);
    }

    BillingException(String sentence, boolean unknown) {
        super(sentence);
        this.unknown = unknown;
    }

    BillingException(String sentence, Throwable cause) {
        super(sentence, cause);
        this.unknown = false;
    }

    /** Whether the API does not know the object that was asked for; no other attempt will succeed. */
    public boolean unknown() {
        return unknown;
    }

    /** The sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
