// SPDX-License-Identifier: Apache-2.0
package io.truename.storage;

import org.jspecify.annotations.Nullable;

/** Exception for a bucket that did not do as asked. Its text names the bucket and the remedy, never the content. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean passing;

    /**
     * Creates an exception.
     *
     * @param message sentences for people: the failure, and its remedy
     * @param passing whether the same call may succeed later without a change by a person
     */
    public StorageException(String message, boolean passing, @Nullable Throwable cause) {
        super(message, cause);
        this.passing = passing;
    }

    /** Whether the same call may succeed later without a change by a person. */
    public boolean passing() {
        return passing;
    }
}
