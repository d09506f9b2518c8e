// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

/** Failed start of a function. The message is a sentence that says why. */
public final class FunctionStartException extends Exception {
    private static final long serialVersionUID = 1;

    FunctionStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
