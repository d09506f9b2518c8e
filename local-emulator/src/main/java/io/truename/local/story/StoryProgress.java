// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How far the story has come. Any thread may write and read. */
final class StoryProgress {
    enum Part {
        STORE("Name and store the documents", "documents"),
        EVENTS("See every uploaded event arrive", "events"),
        AGAIN("Ask for every id again", "ids"),
        VERIFY("Verify every id in SQL", "ids");

        private final String title;
        private final String unit;

        Part(String title, String unit) {
            this.title = title;
            this.unit = unit;
        }
    }

    private final String title;
    private final Consumer<StoryStatus.Step> listener;
    private final Map<Part, StoryStatus.Step> steps = new EnumMap<>(Part.class);
    private StoryState state = StoryState.WAITING;
    private @Nullable StoryResult result;
    private @Nullable String failure;

    StoryProgress(String title, Consumer<StoryStatus.Step> listener) {
        this.title = title;
        this.listener = listener;
        for (Part part : Part.values()) {
            steps.put(part, new StoryStatus.Step(part.title, StoryState.WAITING, 0, null, part.unit, null));
        }
    }

    synchronized StoryStatus status() {
        return new StoryStatus(state, title, new ArrayList<>(steps.values()), result, failure);
    }

    void begin(Part part, @Nullable Long total) {
        StoryStatus.Step step;
        synchronized (this) {
            state = StoryState.RUNNING;
            step = put(part, StoryState.RUNNING, 0, total, null);
        }
        listener.accept(step);
    }

    synchronized void done(Part part, long done) {
        StoryStatus.Step step = step(part);
        put(part, step.state(), done, step.total(), step.detail());
    }

    synchronized void add(Part part, long count) {
        done(part, step(part).done() + count);
    }

    /** Says how many there are once that is known. */
    synchronized void total(Part part, long total) {
        StoryStatus.Step step = step(part);
        put(part, step.state(), step.done(), total, step.detail());
    }

    synchronized void detail(Part part, String detail) {
        StoryStatus.Step step = step(part);
        put(part, step.state(), step.done(), step.total(), detail);
    }

    void end(Part part) {
        StoryStatus.Step ended;
        synchronized (this) {
            StoryStatus.Step step = step(part);
            ended = put(part, StoryState.DONE, step.done(), step.done(), step.detail());
        }
        listener.accept(ended);
    }

    synchronized void succeed(StoryResult finished) {
        state = StoryState.DONE;
        result = finished;
    }

    void fail(String sentence) {
        List<StoryStatus.Step> failed = new ArrayList<>();
        synchronized (this) {
            state = StoryState.FAILED;
            failure = sentence;
            for (Part part : Part.values()) {
                StoryStatus.Step step = step(part);
                if (step.state() == StoryState.RUNNING) {
                    failed.add(put(part, StoryState.FAILED, step.done(), step.total(), step.detail()));
                }
            }
        }
        failed.forEach(listener);
    }

    private StoryStatus.Step put(Part part, StoryState to, long done, @Nullable Long total, @Nullable String detail) {
        StoryStatus.Step step = new StoryStatus.Step(part.title, to, done, total, part.unit, detail);
        steps.put(part, step);
        return step;
    }

    private StoryStatus.Step step(Part part) {
        return Objects.requireNonNull(steps.get(part));
    }
}
