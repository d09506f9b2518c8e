// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.live;

import io.truename.local.pubsub.broker.Broker;
import io.truename.local.pubsub.broker.Consumer;
import io.truename.local.pubsub.broker.Delivery;
import io.truename.local.pubsub.broker.Draft;
import io.truename.local.pubsub.broker.SubscriptionId;
import io.truename.local.pubsub.broker.TopicId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * {@link Broker} with a clock and a delivery thread, which advances the time and calls every {@link Deliverer} when a
 * subscription may have messages. The thread checks the clock every 10 ms instead of sleeping until the next deadline, so it
 * notices at once when a test's clock jumps. Thread-safe.
 */
public final class LiveBroker implements AutoCloseable {
    private static final long TICK_MILLIS = 10;
    private static final System.Logger LOG = System.getLogger(LiveBroker.class.getName());

    private final Broker broker;
    private final Clock clock;
    private final List<Deliverer> deliverers = new CopyOnWriteArrayList<>();
    private final Object signal = new Object();
    private Set<SubscriptionId> awake = new LinkedHashSet<>();
    private boolean closed;
    private final Thread thread;

    public LiveBroker(Broker broker, Clock clock) {
        this.broker = broker;
        this.clock = clock;
        this.thread = new Thread(this::run, "pubsub-delivery");
        thread.setDaemon(true);
    }

    /** Starts the delivery thread; call once, after every {@link #add}. */
    public void start() {
        thread.start();
    }

    public void add(Deliverer deliverer) {
        deliverers.add(deliverer);
    }

    /** Returns the broker, for calls that need no delivery. */
    public Broker broker() {
        return broker;
    }

    public Instant now() {
        return clock.instant();
    }

    public List<String> publish(TopicId topic, List<Draft> drafts) {
        List<SubscriptionId> subscriptions = broker.listTopicSubscriptions(topic);
        List<String> ids = broker.publish(topic, drafts, now());
        subscriptions.forEach(this::wake);
        return ids;
    }

    public List<Delivery> lease(
            SubscriptionId id, Consumer consumer, int most, long mostBytes, Optional<Duration> deadline) {
        return broker.lease(id, consumer, most, mostBytes, deadline, now());
    }

    public void acknowledge(SubscriptionId id, Collection<String> ackIds) {
        broker.acknowledge(id, ackIds, now());
        wake(id);
    }

    public void modifyDeadline(SubscriptionId id, Collection<String> ackIds, Duration deadline) {
        broker.modifyDeadline(id, ackIds, deadline, now());
        wake(id);
    }

    /** Schedules a delivery for the subscription. */
    public void wake(SubscriptionId id) {
        synchronized (signal) {
            awake.add(id);
            signal.notifyAll();
        }
    }

    @Override
    public void close() {
        synchronized (signal) {
            closed = true;
            signal.notifyAll();
        }
        if (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join(5_000);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        long lastTick = System.nanoTime() - TICK_MILLIS * 1_000_000;
        while (true) {
            Set<SubscriptionId> now;
            synchronized (signal) {
                if (closed) {
                    return;
                }
                try {
                    if (awake.isEmpty()) {
                        signal.wait(TICK_MILLIS);
                    }
                } catch (InterruptedException interrupted) {
                    return;
                }
                now = awake;
                awake = new LinkedHashSet<>();
            }
            if (System.nanoTime() - lastTick >= TICK_MILLIS * 1_000_000) {
                lastTick = System.nanoTime();
                now.addAll(tick());
            }
            now.forEach(this::deliver);
        }
    }

    private List<SubscriptionId> tick() {
        Instant now = now();
        List<SubscriptionId> deliverable = broker.advance(now);
        for (Deliverer deliverer : deliverers) {
            guard(() -> deliverer.tick(now));
        }
        return deliverable;
    }

    private void deliver(SubscriptionId id) {
        for (Deliverer deliverer : deliverers) {
            guard(() -> deliverer.deliver(id));
        }
    }

    /** Logs exceptions, so that a bug in one deliverer does not stop the others. */
    private static void guard(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException defect) {
            LOG.log(System.Logger.Level.ERROR, "A Pub/Sub delivery step failed", defect);
        }
    }
}
