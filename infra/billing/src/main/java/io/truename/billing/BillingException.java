// SPDX-License-Identifier: Apache-2.0
package io.truename.billing;

/** Thrown if an API does not give what was asked for. The message is a sentence for people, with a remedy and without its answer. */
public final class BillingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BillingException(String sentence) {
        super(sentence);
    }

    BillingException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** The sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
