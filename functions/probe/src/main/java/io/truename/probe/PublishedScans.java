// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import io.truename.edge.log.CurrentTrace;
import io.truename.edge.log.TraceContext;
import io.truename.pubsub.Message;
import io.truename.pubsub.PublishException;
import io.truename.pubsub.Publisher;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Queue of steps on a topic: one message for each, with three attributes: its number in the scan's chain, the time before which it must
 * not be done, and the trace of the request that asks for it.
 */
final class PublishedScans implements ScanQueue {
    private final Publisher publisher;
    private final String topic;

    PublishedScans(Publisher publisher, String topic) {
        this.publisher = publisher;
        this.topic = topic;
    }

    @Override
    public boolean publish(UUID scan, long step, Optional<Instant> notBefore) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put("step", Long.toString(step));
        notBefore.ifPresent(instant -> attributes.put("notBefore", instant.toString()));
        CurrentTrace.get().traceparent().ifPresent(trace -> attributes.put(TraceContext.TRACEPARENT, trace));
        try {
            publisher.publish(topic, Message.json("{\"scan\":\"" + scan + "\"}", attributes));
            return true;
        } catch (PublishException notTaken) {
            return false;
        }
    }
}
