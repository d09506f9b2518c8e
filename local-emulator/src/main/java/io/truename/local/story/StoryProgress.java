// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Progress of a story. Any thread may write and read. */
public final class StoryProgress {
    private final String title;
    private final Consumer<StoryStatus.Step> listener;
    private final Map<StoryStep, StoryStatus.Step> steps = new LinkedHashMap<>();
    private StoryState state = StoryState.WAITING;
    private @Nullable StoryResult result;
    private @Nullable String failure;

    /**
     * A story that has not begun.
     *
     * @param parts in the order in which they are shown
     * @param listener hears of each step that begins or ends; must be quick
     */
    public StoryProgress(String title, List<? extends StoryStep> parts, Consumer<StoryStatus.Step> listener) {
        this.title = title;
        this.listener = listener;
        for (StoryStep part : parts) {
            steps.put(part, new StoryStatus.Step(part.title(), StoryState.WAITING, 0, null, part.unit(), null));
        }
    }

    /** How far it is. */
    public synchronized StoryStatus status() {
        return new StoryStatus(state, title, new ArrayList<>(steps.values()), result, failure);
    }

    /** A part begins; the total is null where it is not known yet. */
    public void begin(StoryStep part, @Nullable Long total) {
        StoryStatus.Step step;
        synchronized (this) {
            state = StoryState.RUNNING;
            step = put(part, StoryState.RUNNING, 0, total, null);
        }
        listener.accept(step);
    }

    /** How much of a part is done, in all. */
    public synchronized void done(StoryStep part, long done) {
        StoryStatus.Step step = step(part);
        put(part, step.state(), done, step.total(), step.detail());
    }

    /** How much more of a part is done. */
    public synchronized void add(StoryStep part, long count) {
        done(part, step(part).done() + count);
    }

    /** Says how many there are once that is known. */
    public synchronized void total(StoryStep part, long total) {
        StoryStatus.Step step = step(part);
        put(part, step.state(), step.done(), total, step.detail());
    }

    /** Says a few words about a part. */
    public synchronized void detail(StoryStep part, String detail) {
        StoryStatus.Step step = step(part);
        put(part, step.state(), step.done(), step.total(), detail);
    }

    /** A part is done; what is done of it is its total. */
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
