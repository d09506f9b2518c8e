// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

/** A function cannot be reached: it did not start. The message says why, in a sentence. */
public final class FunctionStartException extends Exception {
    private static final long serialVersionUID = 1;

    FunctionStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
