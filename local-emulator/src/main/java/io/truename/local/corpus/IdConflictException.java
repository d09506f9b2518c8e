// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Id conflict: a new id contradicts the stored corpus. The message names both ids. */
public final class IdConflictException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates a conflict.
     *
     * @param stored the id under which the same content is stored; null if {@code given} belongs to different content
     */
    public IdConflictException(UUID given, @Nullable UUID stored) {
        super(
                stored == null
                        ? "the id " + given + " was given to two different contents"
                        : "the id " + given + " was given to what is stored as " + stored);
    }
}
