// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.truename.local.corpus.UploadedDocument;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** Channel of {@code uploaded} events, published and received by the story. Delivery is at least once, unordered. */
public interface DocumentEvents extends AutoCloseable {
    /** One event as it arrived: to be acknowledged once it is recorded, or rejected to come again. */
    interface Delivery {
        UploadedDocument document();

        void acknowledge();

        void reject();
    }

    /** Makes what is missing and begins to deliver, on threads of its own. Called once, first. */
    void open(Consumer<Delivery> receiver);

    /** Completes when every event is accepted for delivery. */
    Mono<Void> publish(List<UploadedDocument> documents);

    /** Stops delivering and publishing. */
    @Override
    void close();
}
