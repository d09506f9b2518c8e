// SPDX-License-Identifier: Apache-2.0
package io.truename.tune;

import io.truename.edge.log.CurrentTrace;
import io.truename.edge.log.TraceContext;
import io.truename.pubsub.Message;
import io.truename.pubsub.PublishException;
import io.truename.pubsub.Publisher;
import io.truename.tune.proposal.ProposalQueue;
import java.util.Map;
import java.util.UUID;

/** Queue of parts of proposals on a topic: one message for each, with the trace of the request that asks for it. */
final class PublishedProposals implements ProposalQueue {
    private final Publisher publisher;
    private final String topic;

    PublishedProposals(Publisher publisher, String topic) {
        this.publisher = publisher;
        this.topic = topic;
    }

    @Override
    public boolean publish(UUID proposal) {
        Map<String, String> attributes = CurrentTrace.get()
                .traceparent()
                .map(trace -> Map.of(TraceContext.TRACEPARENT, trace))
                .orElse(Map.of());
        try {
            publisher.publish(topic, Message.json("{\"proposal\":\"" + proposal + "\"}", attributes));
            return true;
        } catch (PublishException notTaken) {
            return false;
        }
    }
}
