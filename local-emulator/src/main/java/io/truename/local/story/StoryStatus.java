// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Status of the story for the console.
 *
 * @param result null until the story is done
 * @param failure one sentence; null unless the state is FAILED
 */
public record StoryStatus(
        StoryState state,
        String title,
        List<Step> steps,
        @Nullable StoryResult result,
        @Nullable String failure) {
    public StoryStatus {
        steps = List.copyOf(steps);
    }

    /**
     * Status of one step.
     *
     * @param total null if it is not known yet
     * @param unit the counted unit, in the plural
     * @param detail a short description; null if there is none
     */
    public record Step(
            String name,
            StoryState state,
            long done,
            @Nullable Long total,
            String unit,
            @Nullable String detail) {}
}
