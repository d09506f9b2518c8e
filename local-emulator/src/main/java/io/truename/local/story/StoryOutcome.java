// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

/** Outcome of a chapter. */
public sealed interface StoryOutcome {
    /** Every check passed. */
    record Passed(StoryResult result) implements StoryOutcome {}

    /**
     * A check failed.
     *
     * @param reason one sentence with at most five ids
     */
    record Mismatched(String reason) implements StoryOutcome {}

    /**
     * A component failed, so the checks are incomplete.
     *
     * @param sentence one sentence with the failure and the remedy
     */
    record Failed(String sentence) implements StoryOutcome {}

    /** Whether every check passed. */
    default boolean passed() {
        return this instanceof Passed;
    }
}
