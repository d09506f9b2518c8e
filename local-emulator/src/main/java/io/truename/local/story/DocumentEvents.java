// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.truename.local.corpus.UploadedDocument;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** Port for {@code uploaded} events, which the story publishes and receives. Delivery is at least once and unordered. */
public interface DocumentEvents extends AutoCloseable {
    /** Delivery of an event: acknowledge it once it is recorded, or reject it for a redelivery. */
    interface Delivery {
        UploadedDocument document();

        void acknowledge();

        void reject();
    }

    /** Creates the topic and subscription if they are missing, and starts delivering on separate threads. Call once, first. */
    void open(Consumer<Delivery> receiver);

    /** Publishes events; completes when all are accepted for delivery. */
    Mono<Void> publish(List<UploadedDocument> documents);

    /** Stops delivering and publishing. */
    @Override
    void close();
}
