// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.truename.local.corpus.CorpusRun;
import io.truename.local.corpus.CorpusStore;
import io.truename.local.corpus.IdMismatches;
import io.truename.local.corpus.NamedUpload;
import io.truename.local.corpus.RunTotals;
import io.truename.local.corpus.StoredUpload;
import io.truename.local.corpus.Upload;
import io.truename.local.corpus.UploadedDocument;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Pipeline of the first chapter: reading, id requests, storing and publishing run concurrently on successive batches. The
 * number of batches in flight is bounded, so a slow stage slows the reading.
 */
final class StoryRun {
    private static final int REQUESTS_IN_FLIGHT = 3;
    private static final int PUBLISHED_AT_ONCE = 4;

    /** Steps of the first chapter, in order. */
    static final class Step {
        static final StoryStep STORE = new StoryStep("Name and store the documents", "documents");
        static final StoryStep EVENTS = new StoryStep("Receive every uploaded event", "events");
        static final StoryStep AGAIN = new StoryStep("Request every id again", "ids");
        static final StoryStep VERIFY = new StoryStep("Verify every id in SQL", "ids");

        static final List<StoryStep> ALL = List.of(STORE, EVENTS, AGAIN, VERIFY);

        private Step() {}
    }

    /** Namespace and version of the ids, from the first response; the verification in SQL uses them. */
    private record IdSpace(UUID namespace, int version) {}

    /** Uploads with their ids, and the times at which they were read and named. */
    private record NamedBatch(List<NamedUpload> named, Instant read, Instant documents, Instant chunks) {}

    private record StoredBatch(List<NamedUpload> named, List<StoredUpload> stored, StageTimes times) {}

    private final DocumentSource source;
    private final IdClient ids;
    private final CorpusStore store;
    private final DocumentEvents events;
    private final StoryProgress progress;
    private final Clock clock = Clock.systemUTC();
    private final AtomicReference<IdSpace> idSpace = new AtomicReference<>();

    StoryRun(DocumentSource source, IdClient ids, CorpusStore store, DocumentEvents events, StoryProgress progress) {
        this.source = source;
        this.ids = ids;
        this.store = store;
        this.events = events;
        this.progress = progress;
    }

    StoryResult tell() throws InterruptedException {
        progress.begin(Step.STORE, boxed(source.total()));
        CorpusRun run = required(store.begin(UUID.randomUUID()));
        try (EventArrivals arrivals =
                new EventArrivals(store, run, arrived -> progress.done(Step.EVENTS, arrived)).start()) {
            events.open(arrivals);
            progress.begin(Step.EVENTS, null);
            SourceCounts counts = storeAll(run);
            RunTotals totals = required(store.totals(run));
            progress.end(Step.STORE);
            seeEvents(run, arrivals, totals);
            IdReverification again = new IdReverification(ids, store, run, this::retrieved);
            progress.begin(Step.AGAIN, totals.documents() + totals.chunks());
            again.ask(count -> progress.add(Step.AGAIN, count));
            progress.end(Step.AGAIN);
            verify(run, totals);
            return StoryFacts.result(counts, totals, ids.idsPerSecond());
        }
    }

    private SourceCounts storeAll(CorpusRun run) {
        try (DocumentStream stream = source.open()) {
            Flux.fromIterable(() -> new UploadBatches(stream))
                    .subscribeOn(Schedulers.boundedElastic())
                    .flatMapSequential(this::name, REQUESTS_IN_FLIGHT, 1)
                    .concatMap(
                            batch -> store.store(run, source.chunker(), batch.named())
                                    .map(stored -> stored(batch, stored)),
                            1)
                    .doOnNext(batch -> progress.add(Step.STORE, batch.stored().size()))
                    .flatMap(batch -> publish(run, batch), PUBLISHED_AT_ONCE, 1)
                    .blockLast();
            return stream.counts();
        }
    }

    private StoredBatch stored(NamedBatch batch, List<StoredUpload> stored) {
        return new StoredBatch(
                batch.named(),
                stored,
                new StageTimes(batch.read(), batch.documents(), batch.chunks(), clock.instant()));
    }

    private Mono<NamedBatch> name(List<Upload> uploads) {
        Instant read = clock.instant();
        IdRequest documents = new IdRequest(uploads.size());
        uploads.forEach(upload -> documents.document(upload.userId(), upload.sha256()));
        return ids.ask(documents).flatMap(named -> {
            idSpace.compareAndSet(
                    null, new IdSpace(named.namespace(), named.ids().get(0).version()));
            Instant documentsNamed = clock.instant();
            return nameChunks(uploads, named.ids())
                    .map(chunks -> new NamedBatch(chunks, read, documentsNamed, clock.instant()));
        });
    }

    private Mono<List<NamedUpload>> nameChunks(List<Upload> uploads, List<UUID> documentIds) {
        int chunks =
                uploads.stream().mapToInt(upload -> upload.slices().count()).sum();
        if (chunks == 0) {
            return Mono.just(named(uploads, documentIds, List.of()));
        }
        IdRequest request = new IdRequest(chunks);
        for (int i = 0; i < uploads.size(); i++) {
            for (int ordinal = 0; ordinal < uploads.get(i).slices().count(); ordinal++) {
                request.chunk(
                        documentIds.get(i),
                        source.chunker().name(),
                        source.chunker().version(),
                        ordinal);
            }
        }
        return ids.ask(request).map(reply -> named(uploads, documentIds, reply.ids()));
    }

    private static List<NamedUpload> named(List<Upload> uploads, List<UUID> documentIds, List<UUID> chunkIds) {
        List<NamedUpload> named = new ArrayList<>(uploads.size());
        int from = 0;
        for (int i = 0; i < uploads.size(); i++) {
            int to = from + uploads.get(i).slices().count();
            named.add(new NamedUpload(uploads.get(i), documentIds.get(i), chunkIds.subList(from, to)));
            from = to;
        }
        return named;
    }

    private Mono<Void> publish(CorpusRun run, StoredBatch batch) {
        List<UploadedDocument> documents = batch.stored().stream()
                .filter(upload -> !upload.duplicate())
                .map(upload -> new UploadedDocument(run.id(), upload.jobId(), upload.documentId()))
                .toList();
        Set<UUID> duplicates = batch.stored().stream()
                .filter(StoredUpload::duplicate)
                .map(StoredUpload::jobId)
                .collect(Collectors.toCollection(HashSet::new));
        List<NamedUpload> skipped = batch.named().stream()
                .filter(upload -> duplicates.contains(upload.upload().jobId()))
                .toList();
        Mono<Void> told = skipped.isEmpty() ? Mono.empty() : events.publishSkipped(skipped, batch.times());
        if (documents.isEmpty()) {
            return told;
        }
        Set<UUID> stored =
                documents.stream().map(UploadedDocument::documentId).collect(Collectors.toCollection(HashSet::new));
        // A batch may have a document twice, of which one row is stored.
        List<NamedUpload> processed = batch.named().stream()
                .filter(upload -> stored.remove(upload.documentId()))
                .toList();
        return events.publish(documents, batch.times())
                .then(events.publishProcessed(processed, batch.times()))
                .then(told);
    }

    private void seeEvents(CorpusRun run, EventArrivals arrivals, RunTotals totals) throws InterruptedException {
        progress.total(Step.EVENTS, totals.documents());
        arrivals.await(totals.documents());
        // The database decides: after a lost connection, an arrival may be recorded but not counted.
        List<UUID> missing = required(store.unarrived(run));
        if (!missing.isEmpty()) {
            throw new StoryFailedException(
                    "the uploaded events of some documents did not arrive within half a minute, such as " + missing
                            + ": look at the topic and its subscription, and run the story again.",
                    false,
                    null);
        }
        progress.end(Step.EVENTS);
    }

    /** Users look up some of their documents by ids that they compute: those which are asked for again, as far as one message takes. */
    private void retrieved(List<LookUp> lookUps) {
        events.publishRetrieved(lookUps, clock.instant()).block();
    }

    private void verify(CorpusRun run, RunTotals totals) {
        progress.begin(Step.VERIFY, totals.documents() + totals.chunks());
        IdSpace space = idSpace.get();
        if (space != null) {
            check("documents", store.verifyDocuments(run, space.namespace(), space.version()), totals.documents());
            check("chunks", store.verifyChunks(run, space.namespace(), space.version()), totals.chunks());
        }
        progress.end(Step.VERIFY);
    }

    private void check(String what, Mono<IdMismatches> verification, long expected) {
        IdMismatches found = required(verification);
        if (found.count() > 0) {
            throw new MismatchException(String.format(
                    "PostgreSQL computes other ids for %,d of %,d %s, such as %s",
                    found.count(), found.checked(), what, String.join(", ", found.examples())));
        }
        if (found.checked() != expected) {
            throw new MismatchException(
                    String.format("%,d %s are stored where %,d were sent", found.checked(), what, expected));
        }
        progress.add(Step.VERIFY, found.checked());
    }

    private static <T> T required(Mono<T> mono) {
        T value = mono.block();
        if (value == null) {
            throw new IllegalStateException("an answer was empty");
        }
        return value;
    }

    private static @org.jspecify.annotations.Nullable Long boxed(OptionalLong total) {
        return total.isPresent() ? total.getAsLong() : null;
    }
}
