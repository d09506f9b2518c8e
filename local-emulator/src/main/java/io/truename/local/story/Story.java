// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.truename.local.corpus.CorpusStore;
import io.truename.local.database.DatabaseAddress;
import java.net.URI;
import java.util.function.Consumer;

/**
 * First chapter of the story: generates the id of every document with {@code generate}, stores the documents, requests every
 * id again, verifies it in PostgreSQL, and checks that every document's {@code uploaded} event arrives. It reaches the local
 * cloud by address only. Memory does not grow with the number of documents.
 */
public final class Story {
    private final DocumentSource source;
    private final URI gateway;
    private final DatabaseAddress database;
    private final DocumentEvents events;
    private final StoryProgress progress;

    /**
     * Creates the chapter; it contacts nothing yet.
     *
     * @param gateway the gateway's base address, such as {@code http://127.0.0.1:8080}
     * @param events the events' port; the story opens and closes it
     * @param listener called when a step begins or ends, on the story's threads; must be quick
     */
    public Story(
            DocumentSource source,
            URI gateway,
            DatabaseAddress database,
            DocumentEvents events,
            Consumer<StoryStatus.Step> listener) {
        this.source = source;
        this.gateway = gateway;
        this.database = database;
        this.events = events;
        this.progress = new StoryProgress(
                "One true id for each document of " + source.description(), StoryRun.Step.ALL, listener);
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
            try (CorpusStore store = CorpusStore.at(database);
                    events) {
                return new StoryRun(source, new IdClient(gateway), store, events, progress).tell();
            }
        });
    }
}
