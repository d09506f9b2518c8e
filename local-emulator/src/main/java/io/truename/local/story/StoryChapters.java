// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Several chapters shown as one story: all steps in a row, the title of the chapter that is being told. */
public final class StoryChapters {
    private final List<Supplier<StoryStatus>> chapters;

    public StoryChapters(List<Supplier<StoryStatus>> chapters) {
        this.chapters = List.copyOf(chapters);
        if (this.chapters.isEmpty()) {
            throw new IllegalArgumentException("chapters must not be empty");
        }
    }

    /** How far the chapters have come. Safe from any thread. */
    public StoryStatus status() {
        List<StoryStatus> told = chapters.stream().map(Supplier::get).toList();
        StoryStatus current = told.stream()
                .filter(chapter -> chapter.state() != StoryState.DONE)
                .findFirst()
                .orElse(told.get(told.size() - 1));
        boolean begun = told.stream().anyMatch(chapter -> chapter.state() != StoryState.WAITING);
        // Between two chapters the story is still being told.
        StoryState state = current.state() == StoryState.WAITING && begun ? StoryState.RUNNING : current.state();
        List<StoryStatus.Step> steps = new ArrayList<>();
        told.forEach(chapter -> steps.addAll(chapter.steps()));
        return new StoryStatus(
                state, current.title(), steps, state == StoryState.DONE ? result(told) : null, current.failure());
    }

    private static StoryResult result(List<StoryStatus> told) {
        List<String> summaries = new ArrayList<>();
        List<StoryResult.Fact> facts = new ArrayList<>();
        for (StoryStatus chapter : told) {
            StoryResult result = chapter.result();
            if (result != null) {
                summaries.add(result.summary());
                facts.addAll(result.facts());
            }
        }
        return new StoryResult(String.join(" ", summaries), facts);
    }
}
