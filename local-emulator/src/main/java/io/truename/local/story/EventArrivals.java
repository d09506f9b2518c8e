// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.truename.local.corpus.CorpusRun;
import io.truename.local.corpus.CorpusStore;
import io.truename.local.corpus.UploadedDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Event recorder: stores arriving events in batches, and acknowledges them afterwards. The subscription's flow control limits
 * the queue.
 */
final class EventArrivals implements Consumer<DocumentEvents.Delivery>, AutoCloseable {
    private static final int MOST_AT_ONCE = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BlockingQueue<DocumentEvents.Delivery> queue = new LinkedBlockingQueue<>();
    private final AtomicLong arrived = new AtomicLong();
    private final CorpusStore store;
    private final CorpusRun run;
    private final LongConsumer progress;
    private final Thread recorder = new Thread(this::record, "story-arrivals");

    EventArrivals(CorpusStore store, CorpusRun run, LongConsumer progress) {
        this.store = store;
        this.run = run;
        this.progress = progress;
        recorder.setDaemon(true);
    }

    EventArrivals start() {
        recorder.start();
        return this;
    }

    @Override
    public void accept(DocumentEvents.Delivery delivery) {
        queue.add(delivery);
    }

    /** Waits until {@code expected} distinct events have arrived, or none has arrived for 30 seconds. */
    void await(long expected) throws InterruptedException {
        long seen = -1;
        long deadline = 0;
        synchronized (arrived) {
            while (arrived.get() < expected) {
                if (arrived.get() != seen) {
                    seen = arrived.get();
                    deadline = System.nanoTime() + PATIENCE.toNanos();
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return;
                }
                arrived.wait(left);
            }
        }
    }

    @Override
    public void close() {
        recorder.interrupt();
    }

    private void record() {
        List<DocumentEvents.Delivery> batch = new ArrayList<>(MOST_AT_ONCE);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                batch.add(queue.take());
                queue.drainTo(batch, MOST_AT_ONCE - 1);
                record(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void record(List<DocumentEvents.Delivery> batch) {
        List<UploadedDocument> ours = batch.stream()
                .map(DocumentEvents.Delivery::document)
                .filter(document -> document.runId().equals(run.id()))
                .toList();
        try {
            Long added = ours.isEmpty()
                    ? Long.valueOf(0)
                    : store.recordUploaded(ours).block();
            batch.forEach(DocumentEvents.Delivery::acknowledge);
            synchronized (arrived) {
                progress.accept(arrived.addAndGet(added == null ? 0 : added));
                arrived.notifyAll();
            }
        } catch (RuntimeException e) {
            batch.forEach(DocumentEvents.Delivery::reject);
        }
    }
}
