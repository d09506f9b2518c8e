// SPDX-License-Identifier: Apache-2.0
package io.truename.hashing;

import org.jspecify.annotations.Nullable;

/** Exception for a source, list or server that cannot be used; the message names it and the remedy. */
final class SourceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SourceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
