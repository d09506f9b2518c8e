// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.migration;

import io.truename.local.corpus.CorpusStore;
import io.truename.local.database.DatabaseAddress;
import io.truename.local.story.ChapterRunner;
import io.truename.local.story.CorpusLogin;
import io.truename.local.story.DocumentSource;
import io.truename.local.story.IdClient;
import io.truename.local.story.StoryOutcome;
import io.truename.local.story.StoryProgress;
import io.truename.local.story.StoryStatus;
import java.net.URI;
import java.util.function.Consumer;

/**
 * Second chapter of the story: stores documents under random ids, shows that they cannot be retrieved, migrates them over HTTP
 * while a reader and a writer work, retrieves them, rolls the migration back byte for byte, and migrates again. Memory does
 * not grow with the number of documents.
 */
public final class MigrationStory {
    private final DocumentSource source;
    private final URI gateway;
    private final DatabaseAddress database;
    private final StoryProgress progress;

    /**
     * Creates the chapter; it contacts nothing yet.
     *
     * @param gateway the gateway's base address, such as {@code http://127.0.0.1:8080}
     * @param listener called when a step begins or ends, on the story's threads; must be quick
     */
    public MigrationStory(
            DocumentSource source, URI gateway, DatabaseAddress database, Consumer<StoryStatus.Step> listener) {
        this.source = source;
        this.gateway = gateway;
        this.database = database;
        this.progress =
                new StoryProgress("A live corpus with random ids gets its true ones", MigrationStep.ALL, listener);
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
            CorpusLogin login = new CorpusLogin(database);
            try (CorpusStore store = CorpusStore.at(database)) {
                return new MigrationChapter(
                                new BrokenPipeline(source, store, login),
                                new Retrieval(new IdClient(gateway), login, source.chunker()),
                                new MigrationController(new MigrateClient(gateway), progress),
                                login,
                                progress)
                        .tell();
            }
        });
    }
}
