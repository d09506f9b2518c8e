// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.grpc;

import io.truename.local.pubsub.broker.SubscriptionId;
import io.truename.local.pubsub.live.Deliverer;
import io.truename.local.pubsub.live.LiveBroker;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Registry of the open calls that wait for messages. Calls of one subscription take turns, batch by batch. */
final class Receivers implements Deliverer {
    /** Batches that one subscription may send before other subscriptions have their turn. */
    private static final int ROUNDS = 16;

    private final LiveBroker live;
    private final Map<SubscriptionId, List<Receiver>> receivers = new ConcurrentHashMap<>();

    Receivers(LiveBroker live) {
        this.live = live;
    }

    void add(SubscriptionId id, Receiver receiver) {
        receivers.compute(id, (same, waiting) -> {
            List<Receiver> all = waiting == null ? new CopyOnWriteArrayList<>() : waiting;
            all.add(receiver);
            return all;
        });
        live.wake(id);
    }

    void remove(SubscriptionId id, Receiver receiver) {
        receivers.computeIfPresent(id, (same, waiting) -> {
            waiting.remove(receiver);
            return waiting.isEmpty() ? null : waiting;
        });
    }

    @Override
    public void deliver(SubscriptionId id) {
        List<Receiver> waiting = receivers.getOrDefault(id, List.of());
        boolean delivered = !waiting.isEmpty();
        for (int round = 0; delivered && round < ROUNDS; round++) {
            delivered = false;
            for (Receiver receiver : waiting) {
                delivered |= receiver.deliver();
            }
        }
        if (delivered) {
            live.wake(id);
        }
    }

    @Override
    public void tick(Instant now) {
        receivers.values().forEach(waiting -> waiting.forEach(receiver -> receiver.tick(now)));
    }
}
