// SPDX-License-Identifier: Apache-2.0
package io.truename.hashing;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Run over a source: computes the hashes of contents that the list does not have yet, with several threads. A bounded number of contents
 * wait, so that its memory does not grow with the source.
 */
final class HashRun {
    private static final int WAITING_EACH = 4;

    private final IdPattern ids;
    private final KnownContents known;
    private final HashSink sink;
    private final HashProgress progress;
    private final Consumer<String> failed;
    private final ThreadLocal<Sha256> hashes = ThreadLocal.withInitial(Sha256::new);
    private final AtomicReference<@Nullable SourceException> broken = new AtomicReference<>();

    /**
     * Creates a run.
     *
     * @param failed takes the path of a content that cannot be read, with the reason; called by several threads
     */
    HashRun(IdPattern ids, KnownContents known, HashSink sink, HashProgress progress, Consumer<String> failed) {
        this.ids = ids;
        this.known = known;
        this.sink = sink;
        this.progress = progress;
        this.failed = failed;
    }

    /**
     * Reads the source to its end.
     *
     * @throws SourceException if the source or the sink fails; lines that were written before remain
     */
    void over(ContentSource source, int threads) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        Semaphore room = new Semaphore(WAITING_EACH * threads);
        try {
            source.each(
                    content -> {
                        stopIfBroken();
                        Optional<String> id = ids.id(content.path());
                        if (id.isEmpty()) {
                            progress.other();
                        } else if (known.has(id.get(), content.bytes(), content.version())) {
                            progress.unchanged();
                        } else {
                            room.acquireUninterruptibly();
                            pool.execute(() -> {
                                try {
                                    hash(id.get(), content);
                                } finally {
                                    room.release();
                                }
                            });
                        }
                    },
                    this::fail);
        } finally {
            pool.shutdown();
            awaitEnd(pool);
        }
        stopIfBroken();
    }

    private static void awaitEnd(ExecutorService pool) {
        try {
            pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopped) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void stopIfBroken() {
        SourceException failure = broken.get();
        if (failure != null) {
            throw failure;
        }
    }

    private void hash(String id, ContentSource.Content content) {
        if (broken.get() != null) {
            return;
        }
        String sha256;
        try (InputStream stream = content.open()) {
            sha256 = hashes.get().of(stream, progress::read);
            content.requireUnchanged();
        } catch (IOException | RuntimeException unreadable) {
            fail(content.path() + ": " + unreadable.getMessage());
            return;
        }
        String line = new HashLine(id, sha256, content.bytes(), content.version()).json();
        synchronized (sink) {
            // Threads that waited while it failed would each try again, and for as long.
            if (broken.get() != null) {
                return;
            }
            try {
                sink.accept(line);
            } catch (SourceException full) {
                broken.set(full);
                return;
            }
        }
        progress.hashed();
    }

    private void fail(String path) {
        progress.failed();
        failed.accept(path);
    }
}
