// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit;

import java.util.List;

/** The functions framework ended, or did not listen in time; the message has what it wrote. */
public final class InvokerFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvokerFailedException(String what, List<String> lines) {
        super(what + "\n" + String.join("\n", lines));
    }
}
