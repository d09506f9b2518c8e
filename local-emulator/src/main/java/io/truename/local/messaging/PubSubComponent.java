// SPDX-License-Identifier: Apache-2.0
package io.truename.local.messaging;

import io.truename.local.component.Component;
import io.truename.local.component.Health;
import io.truename.local.pubsub.LocalPubSub;
import io.truename.local.pubsub.PubSubStatus;

/** Pub/Sub as a component of the local cloud. Closing it closes Pub/Sub. */
public final class PubSubComponent implements Component {
    private final LocalPubSub pubSub;

    public PubSubComponent(LocalPubSub pubSub) {
        this.pubSub = pubSub;
    }

    @Override
    public String name() {
        return "pubsub";
    }

    @Override
    public Health health() {
        return pubSub.problem()
                .map(problem -> Health.down(problem + ": restart the local cloud."))
                .orElseGet(() -> Health.up("ListTopics answered over gRPC on " + pubSub.target() + "."));
    }

    @Override
    public PubSubStatus status() {
        return pubSub.status();
    }

    /** Returns the address for clients, {@code host:port}. */
    public String target() {
        return pubSub.target();
    }

    @Override
    public void close() {
        pubSub.close();
    }
}
