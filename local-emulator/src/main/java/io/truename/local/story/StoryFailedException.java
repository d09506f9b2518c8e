// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import org.jspecify.annotations.Nullable;

/** Failure of a component that the story needs. The message is one sentence with the remedy. */
public final class StoryFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean mayPass;

    /**
     * Creates a failure.
     *
     * @param mayPass whether the same request may succeed a moment later
     */
    public StoryFailedException(String sentence, boolean mayPass, @Nullable Throwable cause) {
        super(sentence, cause);
        this.mayPass = mayPass;
    }

    /** Whether the same request may succeed a moment later. */
    public boolean mayPass() {
        return mayPass;
    }
}
