// SPDX-License-Identifier: Apache-2.0
package io.truename.local.part;

import org.jspecify.annotations.Nullable;

/** The local cloud cannot start as asked. The message is one sentence that says what to do, fit to be shown as it is. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1;

    public StartException(String sentence) {
        super(sentence);
    }

    public StartException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
