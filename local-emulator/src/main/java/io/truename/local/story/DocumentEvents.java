// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.truename.local.corpus.NamedUpload;
import io.truename.local.corpus.UploadedDocument;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** Port for stage events, which the story publishes; it receives those of {@code uploaded}. Delivery is at least once and unordered. */
public interface DocumentEvents extends AutoCloseable {
    /** Delivery of an event: acknowledge it once it is recorded, or reject it for a redelivery. */
    interface Delivery {
        UploadedDocument document();

        void acknowledge();

        void reject();
    }

    /** Creates the topic and subscription if they are missing, and starts delivering on separate threads. Call once, first. */
    void open(Consumer<Delivery> receiver);

    /** Publishes that documents were uploaded; completes when all are accepted for delivery. */
    Mono<Void> publish(List<UploadedDocument> documents, StageTimes times);

    /**
     * Publishes that uploads were skipped because their documents were stored already; completes when all is accepted. Nothing of it is
     * delivered.
     */
    Mono<Void> publishSkipped(List<NamedUpload> duplicates, StageTimes times);

    /** Publishes that documents were parsed, chunked and embedded; completes when all is accepted. Nothing of it is delivered. */
    Mono<Void> publishProcessed(List<NamedUpload> documents, StageTimes times);

    /** Publishes that users looked documents up; completes when all is accepted. Nothing of it is delivered. */
    Mono<Void> publishRetrieved(List<LookUp> lookUps, Instant at);

    /** Stops delivering and publishing. */
    @Override
    void close();
}
