// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

/** Step of a chapter; an enum implements it. */
public interface StoryStep {
    /** Returns the title, unique among the steps of all chapters. */
    String title();

    /** Returns the counted unit, in the plural. */
    String unit();
}
