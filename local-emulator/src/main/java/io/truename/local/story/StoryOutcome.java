// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

/** Outcome of a story. */
public sealed interface StoryOutcome {
    /** Every id agreed. */
    record Agreed(StoryResult result) implements StoryOutcome {}

    /**
     * Something did not agree.
     *
     * @param reason one sentence: what, with at most five ids
     */
    record Disagreed(String reason) implements StoryOutcome {}

    /**
     * A part did not do its work, so nothing is known about agreement.
     *
     * @param sentence what happened and what to do
     */
    record Failed(String sentence) implements StoryOutcome {}

    /** Whether every id agreed. */
    default boolean agreed() {
        return this instanceof Agreed;
    }
}
