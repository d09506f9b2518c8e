// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.outage;

import io.truename.local.database.DatabaseAddress;
import io.truename.local.story.ChapterRunner;
import io.truename.local.story.StoryOutcome;
import io.truename.local.story.StoryProgress;
import io.truename.local.story.StoryStatus;
import java.net.URI;
import java.util.function.Consumer;

/**
 * Fourth chapter of the story: {@code generate} is deployed with a setting that it refuses, its requests fail, an objective burns, and
 * the alerts open incidents with their runbooks, and {@code tune} names the revision as their cause. The revision before is deployed again, and the incidents close. The clock of the
 * metrics moves ahead, so that an hour passes in seconds.
 */
public final class OutageStory {
    private final URI gateway;
    private final DatabaseAddress database;
    private final StoryProgress progress;

    /**
     * Creates the chapter; it contacts nothing yet.
     *
     * @param gateway the gateway's base address, such as {@code http://127.0.0.1:8080}
     * @param listener called when a step begins or ends, on the story's threads; must be quick
     */
    public OutageStory(URI gateway, DatabaseAddress database, Consumer<StoryStatus.Step> listener) {
        this.gateway = gateway;
        this.database = database;
        this.progress = new StoryProgress("An outage is noticed, and ends", OutageStep.ALL, listener);
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
        return ChapterRunner.of(progress, database, () -> new OutageChapter(gateway, progress).tell());
    }
}
