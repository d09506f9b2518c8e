// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.truename.local.corpus.CorpusStore;
import io.truename.local.database.DatabaseAddress;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;

/**
 * The story, told once: every document gets its id from {@code generate} and is stored; every id is asked for again, verified
 * in PostgreSQL, and every document's {@code uploaded} event seen to arrive. Parts are reached by address only. Memory does
 * not grow with the number of documents.
 */
public final class Story {
    private final DocumentSource source;
    private final URI gateway;
    private final DatabaseAddress database;
    private final DocumentEvents events;
    private final StoryProgress progress;

    /**
     * A story that has not begun; nothing is contacted yet.
     *
     * @param gateway the gateway's base address, such as {@code http://127.0.0.1:8080}
     * @param events opened and closed by the story
     * @param listener hears of each step that begins or ends, on the story's threads; must be quick
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
                "One true id for each document of " + source.description(), List.of(StoryRun.Part.values()), listener);
    }

    /** How far it has come. Cheap, and safe from any thread. */
    public StoryStatus status() {
        return progress.status();
    }

    /**
     * Tells the story to its end. Everything that can go wrong is in the outcome.
     *
     * @throws InterruptedException if the thread is interrupted; all that was started has ended then
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
