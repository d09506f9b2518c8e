// SPDX-License-Identifier: Apache-2.0
package io.truename.local.component;

import org.jspecify.annotations.Nullable;

/** Failed start of the local cloud. The message is one sentence with the remedy, ready to be shown to the user. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1;

    public StartException(String sentence) {
        super(sentence);
    }

    public StartException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
