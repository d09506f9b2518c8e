// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story.probe;

import com.fasterxml.jackson.databind.JsonNode;
import io.truename.local.corpus.ChunkSlices;
import io.truename.local.corpus.Chunker;
import io.truename.local.corpus.CorpusRun;
import io.truename.local.corpus.CorpusStore;
import io.truename.local.corpus.NamedUpload;
import io.truename.local.corpus.StoredUpload;
import io.truename.local.corpus.Upload;
import io.truename.local.corpus.UploadedDocument;
import io.truename.local.story.IdClient;
import io.truename.local.story.IdRequest;
import io.truename.local.story.StoryUsers;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Stages that go wrong: uploads come in, the chunker names some at random and never finishes others, and the embedder leaves chunks
 * out. Nothing of them is stored under its true id until the repair. What happened is said to the probe as of the time since which
 * it would be late, so that nobody waits for that.
 */
final class FaultyStages {
    /** Owner of the uploads, who looks one up that was named at random. */
    static final String OWNER = StoryUsers.of(1);

    private static final Chunker CHUNKER = new Chunker("late", "1");
    private static final int CHUNKS = 3;
    private static final int CHUNK_BYTES = 1_000;

    /** Until a stage has a usual time, the probe counts its rows this long after its latest event. */
    private static final Duration SETTLED = Duration.ofMinutes(15);

    private static final Duration MARGIN = Duration.ofSeconds(30);

    /** The probe looks at the documents of a day. */
    private static final Duration OLDEST = Duration.ofHours(20);

    private static final Duration STEP = Duration.ofMillis(5);

    private final ProbeClient probe;
    private final IdClient ids;
    private final CorpusStore store;
    private final LateUploads uploads;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();

    FaultyStages(ProbeClient probe, IdClient ids, CorpusStore store, LateUploads uploads) {
        this.probe = probe;
        this.ids = ids;
        this.store = store;
        this.uploads = uploads;
    }

    /** Spoils uploads. Returns the faults; documents are late only where a usual time is known. */
    List<StageFault> seed() throws InterruptedException, SQLException {
        JsonNode stages = probe.stages();
        Optional<Duration> late = limit(stages, "chunked");
        Duration settled = limit(stages, "embedded").orElse(SETTLED);
        List<StageFault> seeded = new ArrayList<>();
        List<LateUpload> spoiled = new ArrayList<>();
        for (StageFault fault : StageFault.values()) {
            boolean known = switch (fault) {
                case STUCK -> late.isPresent() && late.get().compareTo(OLDEST) < 0;
                case FEWER_ROWS -> settled.compareTo(OLDEST) < 0;
                case RANDOM_NAMES, CANNOT_RETRIEVE -> true;
            };
            if (known) {
                seeded.add(fault);
                spoiled.addAll(fresh(fault));
            }
        }
        uploads.keep(spoiled);
        Instant now = clock.instant();
        StageEvents events = new StageEvents();
        boolean asked = false;
        for (LateUpload upload : spoiled) {
            switch (upload.fault()) {
                case RANDOM_NAMES -> {
                    UUID drawn = UUID.randomUUID();
                    arrived(events, upload, now.minus(MARGIN));
                    wrote(events, upload, drawn, now.minus(MARGIN), CHUNKS);
                    if (!asked) {
                        asked = true;
                        events.lookedUp(upload, now, uploads.isStored(upload));
                    }
                }
                case STUCK ->
                    arrived(events, upload, now.minus(late.orElse(SETTLED)).minus(MARGIN));
                case FEWER_ROWS -> {
                    Instant at = now.minus(settled).minus(MARGIN);
                    arrived(events, upload, at);
                    wrote(events, upload, upload.documentId(), at, CHUNKS - 1);
                }
                case CANNOT_RETRIEVE -> throw new IllegalStateException("has no document of its own");
            }
        }
        probe.send(events);
        return seeded;
    }

    /**
     * Mends the stages: all that waits is processed again under its true ids, stored, and looked up. The next uploader hears that it
     * is known. Returns the number.
     */
    int repair() throws InterruptedException, SQLException {
        List<LateUpload> kept = uploads.kept();
        if (!kept.isEmpty()) {
            storeAll(kept);
            StageEvents events = new StageEvents();
            Instant now = clock.instant();
            for (LateUpload upload : kept) {
                events.done("parsed", upload, upload.documentId(), now);
                wrote(events, upload, upload.documentId(), now, CHUNKS);
                events.lookedUp(upload, now, uploads.isStored(upload));
            }
            probe.send(events);
            for (LateUpload upload : kept) {
                if (uploads.isStored(upload)) {
                    probe.requireKnown(upload);
                }
            }
        }
        uploads.drop();
        return kept.size();
    }

    private static void arrived(StageEvents events, LateUpload upload, Instant at) {
        events.done("uploaded", upload, upload.documentId(), at.minus(STEP.multipliedBy(2)));
        events.done("parsed", upload, upload.documentId(), at.minus(STEP));
    }

    private static void wrote(StageEvents events, LateUpload upload, UUID used, Instant at, int embedded) {
        events.wrote("chunked", upload, used, at, CHUNKS);
        events.wrote("embedded", upload, used, at.plus(STEP), embedded);
    }

    private static Optional<Duration> limit(JsonNode stages, String stage) {
        for (JsonNode time : stages.path("times")) {
            if (time.path("stage").asText().equals(stage)
                    && time.path("limitSeconds").isNumber()) {
                return Optional.of(
                        Duration.ofMillis(Math.round(time.path("limitSeconds").asDouble() * 1_000)));
            }
        }
        return Optional.empty();
    }

    private List<LateUpload> fresh(StageFault fault) {
        List<LateUpload> fresh = new ArrayList<>();
        for (int i = 0; i < fault.documents(); i++) {
            String sha256 = HexFormat.of().formatHex(bytes(ChunkSlices.HASH_BYTES));
            IdRequest request = new IdRequest(1);
            request.document(OWNER, sha256);
            fresh.add(new LateUpload(ask(request).get(0), OWNER, sha256, fault));
        }
        return fresh;
    }

    private void storeAll(List<LateUpload> kept) {
        IdRequest request = new IdRequest(kept.size() * CHUNKS);
        for (LateUpload upload : kept) {
            for (int ordinal = 0; ordinal < CHUNKS; ordinal++) {
                request.chunk(upload.documentId(), CHUNKER.name(), CHUNKER.version(), ordinal);
            }
        }
        List<UUID> chunkIds = ask(request);
        List<NamedUpload> named = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            LateUpload upload = kept.get(i);
            long size = (long) CHUNKS * CHUNK_BYTES;
            named.add(new NamedUpload(
                    new Upload(
                            UUID.randomUUID(),
                            upload.userId(),
                            "late-" + i + ".txt",
                            "text/plain",
                            size,
                            upload.sha256(),
                            ChunkSlices.of(size, CHUNK_BYTES, bytes(CHUNKS * ChunkSlices.HASH_BYTES))),
                    upload.documentId(),
                    chunkIds.subList(i * CHUNKS, (i + 1) * CHUNKS)));
        }
        CorpusRun run = Objects.requireNonNull(store.begin(UUID.randomUUID()).block());
        List<StoredUpload> stored =
                Objects.requireNonNull(store.store(run, CHUNKER, named).block());
        store.recordUploaded(stored.stream()
                        .map(upload -> new UploadedDocument(run.id(), upload.jobId(), upload.documentId()))
                        .toList())
                .block();
    }

    private List<UUID> ask(IdRequest request) {
        return Objects.requireNonNull(ids.ask(request).block()).ids();
    }

    private byte[] bytes(int count) {
        byte[] drawn = new byte[count];
        random.nextBytes(drawn);
        return drawn;
    }
}
