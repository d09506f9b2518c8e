// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.truename.local.corpus.NamedUpload;
import io.truename.local.corpus.UploadedDocument;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** Fake that delivers every event twice, and again after a rejection: the worst that the contract allows. */
final class InMemoryDocumentEvents implements DocumentEvents {
    private final ExecutorService deliveries = Executors.newSingleThreadExecutor();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger processed = new AtomicInteger();
    private final AtomicInteger found = new AtomicInteger();
    private final AtomicInteger published = new AtomicInteger();
    private final Map<UUID, Long> skipped = new ConcurrentHashMap<>();
    private volatile Consumer<Delivery> receiver = delivery -> {};

    /** Number of documents that were said to be parsed, chunked and embedded. */
    int processed() {
        return processed.get();
    }

    /** Number of look-ups by which a user got the document. */
    int found() {
        return found.get();
    }

    /** Bytes of the uploads that were said to be skipped, by job. */
    Map<UUID, Long> skipped() {
        return Map.copyOf(skipped);
    }

    int acknowledged() {
        return acknowledged.get();
    }

    int published() {
        return published.get();
    }

    @Override
    public void open(Consumer<Delivery> to) {
        receiver = to;
    }

    @Override
    public Mono<Void> publish(List<UploadedDocument> documents, StageTimes times) {
        return Mono.fromRunnable(() -> {
            published.addAndGet(documents.size());
            documents.forEach(this::deliver);
            documents.forEach(this::deliver);
        });
    }

    @Override
    public Mono<Void> publishSkipped(List<NamedUpload> duplicates, StageTimes times) {
        return Mono.fromRunnable(() -> duplicates.forEach(duplicate ->
                skipped.put(duplicate.upload().jobId(), duplicate.upload().bytes())));
    }

    @Override
    public Mono<Void> publishProcessed(List<NamedUpload> documents, StageTimes times) {
        return Mono.fromRunnable(() -> processed.addAndGet(documents.size()));
    }

    @Override
    public Mono<Void> publishRetrieved(List<LookUp> lookUps, Instant at) {
        return Mono.fromRunnable(() ->
                found.addAndGet((int) lookUps.stream().filter(LookUp::found).count()));
    }

    @Override
    public void close() {
        deliveries.shutdownNow();
    }

    private void deliver(UploadedDocument document) {
        if (deliveries.isShutdown()) {
            return;
        }
        deliveries.execute(() -> receiver.accept(new Delivery() {
            @Override
            public UploadedDocument document() {
                return document;
            }

            @Override
            public void acknowledge() {
                acknowledged.incrementAndGet();
            }

            @Override
            public void reject() {
                deliver(document);
            }
        }));
    }
}
