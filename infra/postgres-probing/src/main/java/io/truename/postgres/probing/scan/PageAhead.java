// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.postgres.Database;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads the next page while the present one is checked, so that the server and this process work at the same time. Each page is read
 * in a transaction of its own, of one snapshot, together with what a migration will move of it. Not thread-safe.
 */
final class PageAhead implements AutoCloseable {
    private final Database corpus;
    private final PageReader reader;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread reading = new Thread(work, "page-ahead");
        reading.setDaemon(true);
        return reading;
    });
    private @Nullable Reading reading;

    PageAhead(Database corpus, PageReader reader) {
        this.corpus = corpus;
        this.reader = reader;
    }

    /** A page, and those of its documents that a migration will move. */
    record Read(CorpusPage page, Set<UUID> toMove) {}

    private record Reading(Optional<String> after, Future<Read> page) {}

    /** Begins to read the page after the document of that id. */
    void begin(Optional<String> after) {
        reading = new Reading(
                after,
                thread.submit(() -> CorpusReading.of(corpus, session -> {
                    PageReader.prepare(session);
                    CorpusPage page = reader.next(session, after);
                    Set<UUID> toMove = LiveRun.find(session)
                            .map(run -> run.toMove(session, page.uuids()))
                            .orElse(Set.of());
                    return new Read(page, toMove);
                })));
    }

    /** Waits for the page after the document of that id. */
    Read take(Optional<String> after) {
        Reading present = reading;
        if (present == null || !present.after().equals(after)) {
            await();
            begin(after);
            present = reading;
        }
        reading = null;
        try {
            if (present == null) {
                throw new IllegalStateException("A page is being read.");
            }
            return present.page().get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a page was read.", interrupted);
        }
    }

    /** Waits for the page that is being read, and forgets it: nothing works once a step is answered. */
    private void await() {
        Reading present = reading;
        reading = null;
        if (present != null) {
            try {
                present.page().get();
            } catch (ExecutionException forgotten) {
                // A part that needs the page reads it again.
                return;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        await();
        thread.shutdownNow();
    }
}
