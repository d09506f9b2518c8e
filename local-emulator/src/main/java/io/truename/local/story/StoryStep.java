// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

/** One step of a story, as it is known before it is told: an enum's constants. */
public interface StoryStep {
    /** What is done, unlike that of any other part of any chapter. */
    String title();

    /** What is counted, in the plural. */
    String unit();
}
