// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit;

import java.util.List;

/** Exception for a functions framework that ended or did not listen in time; the message has its output. */
public final class InvokerFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvokerFailedException(String what, List<String> lines) {
        super(what + "\n" + String.join("\n", lines));
    }
}
