// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.edge.log.CurrentTrace;
import io.truename.edge.log.TraceContext;
import io.truename.pubsub.Message;
import io.truename.pubsub.PublishException;
import io.truename.pubsub.Publisher;
import io.truename.rekeying.run.StepQueue;
import io.truename.rekeying.run.StepQueueException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Queue of steps on a topic: one message for each, with three attributes: its number in the worker's chain, the time before which it
 * must not be done, and the trace of the request that asks for it, so that a run can be followed from step to step.
 */
final class PublishedSteps implements StepQueue {
    private final Publisher publisher;
    private final String topic;

    PublishedSteps(Publisher publisher, String topic) {
        this.publisher = publisher;
        this.topic = topic;
    }

    @Override
    public void publish(UUID run, int shard, long step, Optional<Instant> notBefore) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put("step", Long.toString(step));
        notBefore.ifPresent(instant -> attributes.put("notBefore", instant.toString()));
        CurrentTrace.get().traceparent().ifPresent(trace -> attributes.put(TraceContext.TRACEPARENT, trace));
        try {
            publisher.publish(topic, Message.json("{\"run\":\"" + run + "\",\"shard\":" + shard + "}", attributes));
        } catch (PublishException notTaken) {
            throw new StepQueueException(String.valueOf(notTaken.getMessage()), notTaken);
        }
    }
}
