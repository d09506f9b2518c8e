// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import java.util.List;

/**
 * Result of a chapter for the user.
 *
 * @param summary one sentence
 */
public record StoryResult(String summary, List<Fact> facts) {
    public StoryResult {
        facts = List.copyOf(facts);
    }

    /** Named value, formatted for the user. */
    public record Fact(String name, String value) {}
}
