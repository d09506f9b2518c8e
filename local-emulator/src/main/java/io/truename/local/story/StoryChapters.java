// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Combined status of several chapters: all their steps, with the title of the current chapter. */
public final class StoryChapters {
    private final List<Supplier<StoryStatus>> chapters;

    public StoryChapters(List<Supplier<StoryStatus>> chapters) {
        this.chapters = List.copyOf(chapters);
        if (this.chapters.isEmpty()) {
            throw new IllegalArgumentException("chapters must not be empty");
        }
    }

    /** Returns the progress of all chapters. Thread-safe. */
    public StoryStatus status() {
        List<StoryStatus> told = chapters.stream().map(Supplier::get).toList();
        StoryStatus current = told.stream()
                .filter(chapter -> chapter.state() != StoryState.DONE)
                .findFirst()
                .orElse(told.get(told.size() - 1));
        boolean begun = told.stream().anyMatch(chapter -> chapter.state() != StoryState.WAITING);
        // Between two chapters the story is still running.
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
