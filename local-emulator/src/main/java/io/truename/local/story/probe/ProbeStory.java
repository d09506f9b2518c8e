// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.probe;

import io.truename.local.corpus.CorpusStore;
import io.truename.local.database.DatabaseAddress;
import io.truename.local.story.ChapterRunner;
import io.truename.local.story.CorpusLogin;
import io.truename.local.story.IdClient;
import io.truename.local.story.StoryOutcome;
import io.truename.local.story.StoryProgress;
import io.truename.local.story.StoryStatus;
import java.net.URI;
import java.util.function.Consumer;

/**
 * Third chapter of the story: probes the corpus and its pipeline, breaks rows of some documents and a stage in known ways, finds
 * each fault over HTTP, repairs all, and sees every finding resolved.
 */
public final class ProbeStory {
    private final URI gateway;
    private final DatabaseAddress database;
    private final StoryProgress progress;

    /**
     * Creates the chapter; it contacts nothing yet.
     *
     * @param gateway the gateway's base address, such as {@code http://127.0.0.1:8080}
     * @param listener called when a step begins or ends, on the story's threads; must be quick
     */
    public ProbeStory(URI gateway, DatabaseAddress database, Consumer<StoryStatus.Step> listener) {
        this.gateway = gateway;
        this.database = database;
        this.progress = new StoryProgress("The probe knows before a user does", ProbeStep.ALL, listener);
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
        return ChapterRunner.of(progress, database, () -> {
            ProbeClient probe = new ProbeClient(gateway);
            CorpusLogin login = new CorpusLogin(database);
            try (CorpusStore store = CorpusStore.at(database)) {
                FaultyStages stages = new FaultyStages(probe, new IdClient(gateway), store, new LateUploads(login));
                return new ProbeChapter(probe, new SeededFaults(login), stages, progress).tell();
            }
        });
    }
}
