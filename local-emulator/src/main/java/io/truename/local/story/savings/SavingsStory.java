// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.savings;

import io.truename.local.database.DatabaseAddress;
import io.truename.local.story.ChapterRunner;
import io.truename.local.story.StoryOutcome;
import io.truename.local.story.StoryProgress;
import io.truename.local.story.StoryStatus;
import java.net.URI;
import java.util.function.Consumer;

/**
 * Sixth chapter of the story: {@code report} counts the ledger of the corpus, which must have the totals that plain SQL counts, and says in one
 * sentence how much of it is stored twice.
 */
public final class SavingsStory {
    private final URI gateway;
    private final DatabaseAddress database;
    private final StoryProgress progress;

    /**
     * Creates the chapter; it contacts nothing yet.
     *
     * @param gateway the gateway's base address, such as {@code http://127.0.0.1:8080}
     * @param listener called when a step begins or ends, on the story's threads; must be quick
     */
    public SavingsStory(URI gateway, DatabaseAddress database, Consumer<StoryStatus.Step> listener) {
        this.gateway = gateway;
        this.database = database;
        this.progress = new StoryProgress("True ids save what a ledger can show", SavingsStep.ALL, listener);
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
        return ChapterRunner.of(progress, database, () -> new SavingsChapter(gateway, database, progress).tell());
    }
}
