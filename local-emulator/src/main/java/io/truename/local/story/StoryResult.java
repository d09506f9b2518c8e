// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import java.util.List;

/**
 * Result of a story, for people.
 *
 * @param summary one sentence
 */
public record StoryResult(String summary, List<Fact> facts) {
    public StoryResult {
        facts = List.copyOf(facts);
    }

    /** One fact, its value written as a person reads it. */
    public record Fact(String name, String value) {}
}
