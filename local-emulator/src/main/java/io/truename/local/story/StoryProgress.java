// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Progress of a chapter and its steps. Thread-safe. */
public final class StoryProgress {
    private final String title;
    private final Consumer<StoryStatus.Step> listener;
    private final Map<StoryStep, StoryStatus.Step> steps = new LinkedHashMap<>();
    private StoryState state = StoryState.WAITING;
    private @Nullable StoryResult result;
    private @Nullable String failure;

    /**
     * Creates the progress of a chapter that has not begun.
     *
     * @param parts the steps, in the order in which they are shown
     * @param listener called when a step begins or ends; must be quick
     */
    public StoryProgress(String title, List<StoryStep> parts, Consumer<StoryStatus.Step> listener) {
        this.title = title;
        this.listener = listener;
        for (StoryStep part : parts) {
            steps.put(part, new StoryStatus.Step(part.title(), StoryState.WAITING, 0, null, part.unit(), null));
        }
    }

    /** Returns the current status. */
    public synchronized StoryStatus status() {
        return new StoryStatus(state, title, new ArrayList<>(steps.values()), result, failure);
    }

    /** Begins a step; {@code total} is null if it is not known yet. */
    public void begin(StoryStep part, @Nullable Long total) {
        StoryStatus.Step step;
        synchronized (this) {
            state = StoryState.RUNNING;
            step = put(part, StoryState.RUNNING, 0, total, null);
        }
        listener.accept(step);
    }

    /** Sets the amount of a step that is done. */
    public synchronized void done(StoryStep part, long done) {
        StoryStatus.Step step = step(part);
        put(part, step.state(), done, step.total(), step.detail());
    }

    /** Adds to the amount of a step that is done. */
    public synchronized void add(StoryStep part, long count) {
        done(part, step(part).done() + count);
    }

    /** Sets the total of a step. */
    public synchronized void total(StoryStep part, long total) {
        StoryStatus.Step step = step(part);
        put(part, step.state(), step.done(), total, step.detail());
    }

    /** Sets a short description of a step's state. */
    public synchronized void detail(StoryStep part, String detail) {
        StoryStatus.Step step = step(part);
        put(part, step.state(), step.done(), step.total(), detail);
    }

    /** Ends a step; the amount done becomes its total. */
    public void end(StoryStep part) {
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
            for (StoryStep part : List.copyOf(steps.keySet())) {
                StoryStatus.Step step = step(part);
                if (step.state() == StoryState.RUNNING) {
                    failed.add(put(part, StoryState.FAILED, step.done(), step.total(), step.detail()));
                }
            }
        }
        failed.forEach(listener);
    }

    private StoryStatus.Step put(
            StoryStep part, StoryState to, long done, @Nullable Long total, @Nullable String detail) {
        StoryStatus.Step step = new StoryStatus.Step(part.title(), to, done, total, part.unit(), detail);
        steps.put(part, step);
        return step;
    }

    private StoryStatus.Step step(StoryStep part) {
        return Objects.requireNonNull(steps.get(part));
    }
}
