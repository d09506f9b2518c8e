// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

/** Two answers that must agree do not. The message says which, as a clause that a sentence can begin with. */
public final class DisagreementException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DisagreementException(String reason) {
        super(reason);
    }
}
