// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.tuning;

import io.truename.local.database.DatabaseAddress;
import io.truename.local.story.ChapterRunner;
import io.truename.local.story.StoryOutcome;
import io.truename.local.story.StoryProgress;
import io.truename.local.story.StoryStatus;
import java.net.URI;
import java.util.function.Consumer;

/**
 * Fifth chapter of the story: a week of latencies of {@code generate} is made, {@code tune} proposes thresholds from it and shows how
 * many false alarms they would have given. They are applied; then requests become slow, the alert opens by the tuned threshold, and
 * closes when they are fast again.
 */
public final class TuningStory {
    private final URI gateway;
    private final DatabaseAddress database;
    private final StoryProgress progress;

    /**
     * Creates the chapter; it contacts nothing yet.
     *
     * @param gateway the gateway's base address, such as {@code http://127.0.0.1:8080}
     * @param listener called when a step begins or ends, on the story's threads; must be quick
     */
    public TuningStory(URI gateway, DatabaseAddress database, Consumer<StoryStatus.Step> listener) {
        this.gateway = gateway;
        this.database = database;
        this.progress = new StoryProgress("Thresholds are proven before they page anybody", TuningStep.ALL, listener);
    }

    /** Returns the progress. Cheap and thread-safe. */
    public StoryStatus status() {
        return progress.status();
    }

    /**
     * Runs the chapter. Failures are part of the outcome, not exceptions.
     *
     * @throws InterruptedException if the thread is interrupted; everything that the chapter started has ended then
     */
    public StoryOutcome run() throws InterruptedException {
        return ChapterRunner.of(progress, database, () -> new TuningChapter(gateway, progress).tell());
    }
}
