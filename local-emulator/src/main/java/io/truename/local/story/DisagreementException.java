// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

/** Two answers that must agree do not. The message says which, as a clause that a sentence can begin with. */
final class DisagreementException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DisagreementException(String reason) {
        super(reason);
    }
}
