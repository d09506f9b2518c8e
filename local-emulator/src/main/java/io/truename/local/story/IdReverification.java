// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.truename.local.corpus.CorpusRun;
import io.truename.local.corpus.CorpusStore;
import io.truename.local.corpus.StoredChunk;
import io.truename.local.corpus.StoredDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Repeat check of all stored ids: requests them again as a different client would, in other batches, in another order, and
 * with hex digits in upper case. Only the open requests are in memory.
 */
final class IdReverification {
    private static final int DOCUMENTS = 2_300;
    private static final int CHUNKS = 3_700;
    private static final int REQUESTS_IN_FLIGHT = 3;
    private static final int EXAMPLES = 5;
    private static final int LOOKED_UP = 900;

    private final IdClient ids;
    private final CorpusStore store;
    private final CorpusRun run;
    private final Consumer<List<LookUp>> lookUps;
    private final AtomicLong different = new AtomicLong();
    private final List<String> examples = new ArrayList<>();

    /**
     * Creates the check.
     *
     * @param lookUps gets the look-ups of the first documents: most documents are never asked for by their users
     */
    IdReverification(IdClient ids, CorpusStore store, CorpusRun run, Consumer<List<LookUp>> lookUps) {
        this.ids = ids;
        this.store = store;
        this.run = run;
        this.lookUps = lookUps;
    }

    /** Requests every id. Throws if any differs from the stored one. */
    void ask(LongConsumer progress) {
        List<LookUp> first = new CopyOnWriteArrayList<>();
        askAll(
                store.documents(run).buffer(DOCUMENTS),
                this::documents,
                StoredDocument::documentId,
                (document, given) -> {
                    if (first.size() < LOOKED_UP) {
                        first.add(new LookUp(document, given));
                    }
                },
                progress);
        lookUps.accept(first);
        askAll(store.chunks(run).buffer(CHUNKS), this::chunks, StoredChunk::chunkId, (chunk, given) -> {}, progress);
        if (different.get() > 0) {
            throw new MismatchException(String.format(
                    "generate gave %,d different ids when it was asked again, such as %s",
                    different.get(), String.join(", ", examples)));
        }
    }

    private <T> void askAll(
            Flux<List<T>> windows,
            Function<List<T>, IdRequest> request,
            Function<T, UUID> storedId,
            BiConsumer<T, UUID> answered,
            LongConsumer progress) {
        windows.flatMap(
                        window -> Mono.defer(() -> ids.ask(request.apply(window)))
                                .doOnNext(reply -> compare(window, reply, storedId, answered))
                                .doOnNext(reply -> progress.accept(window.size())),
                        REQUESTS_IN_FLIGHT)
                .blockLast();
    }

    private IdRequest documents(List<StoredDocument> window) {
        IdRequest request = new IdRequest(window.size());
        window.forEach(document ->
                request.document(document.userId(), document.sha256().toUpperCase(Locale.ROOT)));
        return request;
    }

    private IdRequest chunks(List<StoredChunk> window) {
        IdRequest request = new IdRequest(window.size());
        window.forEach(chunk -> request.chunk(
                chunk.documentId().toString().toUpperCase(Locale.ROOT),
                chunk.chunker(),
                chunk.chunkerVersion(),
                chunk.ordinal()));
        return request;
    }

    private <T> void compare(List<T> window, IdReply reply, Function<T, UUID> storedId, BiConsumer<T, UUID> answered) {
        for (int i = 0; i < window.size(); i++) {
            UUID stored = storedId.apply(window.get(i));
            UUID given = reply.ids().get(i);
            answered.accept(window.get(i), given);
            if (!stored.equals(given)) {
                different.incrementAndGet();
                synchronized (examples) {
                    if (examples.size() < EXAMPLES) {
                        examples.add(given + " instead of " + stored);
                    }
                }
            }
        }
    }
}
