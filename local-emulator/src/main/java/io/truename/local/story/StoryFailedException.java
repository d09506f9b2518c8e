// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import org.jspecify.annotations.Nullable;

/** A part that the story needs failed it. The message is one sentence that says what to do. */
public final class StoryFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean mayPass;

    /**
     * A failure.
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
