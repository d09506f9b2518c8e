// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

/** Failed check: two results that must be equal differ. The message is a clause that names them, fit to begin a sentence. */
public final class MismatchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MismatchException(String reason) {
        super(reason);
    }
}
