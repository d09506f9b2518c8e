// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub;

import com.google.protobuf.ByteString;
import io.truename.catalog.Catalog;
import io.truename.local.pubsub.broker.Broker;
import io.truename.local.pubsub.broker.Draft;
import io.truename.local.pubsub.broker.Faults;
import io.truename.local.pubsub.broker.PubSubException;
import io.truename.local.pubsub.broker.QueuedMessage;
import io.truename.local.pubsub.broker.SubscriptionId;
import io.truename.local.pubsub.broker.TopicId;
import io.truename.local.pubsub.grpc.PubSubServer;
import io.truename.local.pubsub.live.LiveBroker;
import io.truename.local.pubsub.push.OidcSigner;
import io.truename.local.pubsub.push.PushDispatcher;
import io.truename.local.pubsub.push.PushListener;
import java.net.BindException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Pub/Sub emulator: keeps the catalog's topics and subscriptions in memory, serves unmodified client libraries over gRPC on
 * the loopback address, pushes messages to functions, and injects faults on request. Thread-safe.
 *
 * <p>It does not support snapshots, schemas, exactly-once and export subscriptions, and retained acknowledged messages.
 * Requests for them are refused with a sentence.
 */
public final class LocalPubSub implements AutoCloseable {
    /** Project id of everything in the local cloud. */
    public static final String PROJECT = "truename-local";

    private final LiveBroker live;
    private final PubSubServer server;
    private final PushDispatcher push;
    private final OidcSigner signer;
    private final AtomicBoolean closed = new AtomicBoolean();

    private LocalPubSub(LiveBroker live, PubSubServer server, PushDispatcher push, OidcSigner signer) {
        this.live = live;
        this.server = server;
        this.push = push;
        this.signer = signer;
    }

    /**
     * Starts Pub/Sub.
     *
     * @param port the port of the gRPC server; 0 for any free one
     * @param baseUrl the gateway's address without a trailing slash; functions are below it at {@code /functions/{name}}
     * @param killer kills functions for the killFunction fault
     * @param pushes told of each answer to a pushed message
     * @param clock the clock for deadlines, back-offs and retention
     * @param seed the seed of faults: the same seed and messages give the same faults
     * @throws BindException if the port is taken; the message says so in one sentence
     */
    public static LocalPubSub start(
            Catalog catalog,
            int port,
            String baseUrl,
            FunctionKiller killer,
            PushListener pushes,
            Clock clock,
            long seed)
            throws BindException {
        return start(
                catalog,
                port,
                baseUrl,
                killer,
                pushes,
                clock,
                seed,
                Runtime.getRuntime().maxMemory() / 4);
    }

    /** Starts Pub/Sub with a given limit on the bytes of all backlogs together. */
    static LocalPubSub start(
            Catalog catalog,
            int port,
            String baseUrl,
            FunctionKiller killer,
            PushListener pushes,
            Clock clock,
            long seed,
            long mostBytes)
            throws BindException {
        SplittableRandom random = new SplittableRandom(seed);
        // With --data, log lines of earlier starts are kept: their traces must not come again.
        SplittableRandom traces = new SplittableRandom();
        Broker broker = new Broker(mostBytes, random, clock.instant());
        String functionsUrl = baseUrl + "/functions/";
        new CatalogSetup(PROJECT, functionsUrl).wire(catalog, broker);
        LiveBroker live = new LiveBroker(broker, clock);
        PubSubServer server = PubSubServer.start(live, port);
        OidcSigner signer = new OidcSigner();
        PushDispatcher push = new PushDispatcher(live, signer, killer, pushes, functionsUrl, traces);
        live.start();
        return new LocalPubSub(live, server, push, signer);
    }

    /** Returns the address for clients, {@code 127.0.0.1:PORT}; plaintext, no credentials. */
    public String target() {
        return server.target();
    }

    /**
     * Publishes one message.
     *
     * @param topic the short name
     * @param data the text; may be empty if there are attributes
     * @throws PubSubException if there is no such topic, or the message exceeds the cloud's limits
     */
    public void publish(String topic, String data, Map<String, String> attributes) {
        var unused = publish(topic, new Draft(ByteString.copyFromUtf8(data), attributes, ""));
    }

    /**
     * Publishes one message.
     *
     * @return the message's id
     * @throws PubSubException if there is no such topic
     */
    public String publish(String topic, Draft draft) {
        return live.publish(topic(topic), List.of(draft)).get(0);
    }

    /** Returns the oldest messages of a subscription's backlog, at most {@code most}, without removing them. */
    public List<QueuedMessage> peek(String subscription, int most) {
        return live.broker().peek(subscription(subscription), most);
    }

    /** Returns the remaining faults of a subscription's deliveries. */
    public Faults faults(String subscription) {
        return live.broker().faults(subscription(subscription));
    }

    /** Sets the faults of a subscription's deliveries; {@link Faults#NONE} clears them. */
    public void setFaults(String subscription, Faults faults) {
        live.broker().setFaults(subscription(subscription), faults);
        live.wake(subscription(subscription));
    }

    /** Returns the number of publish requests to a topic that are still to fail as unavailable. */
    public int publishFaults(String topic) {
        return live.broker().answer503(topic(topic));
    }

    /** Makes the next {@code count} publish requests to a topic fail as unavailable. */
    public void setPublishFaults(String topic, int count) {
        live.broker().setAnswer503(topic(topic), count);
    }

    /** Returns the public keys of the push requests' tokens as a JSON Web Key Set. */
    public Map<String, Object> oidcKeys() {
        return signer.keys();
    }

    /** Health check: calls the running server as a client would. Returns the problem as a clause; empty if there is none. */
    public Optional<String> problem() {
        if (closed.get()) {
            return Optional.of("Pub/Sub is closed");
        }
        try {
            server.callSelf(PROJECT);
            return Optional.empty();
        } catch (RuntimeException failure) {
            return Optional.of("ListTopics got no answer on " + target() + " (" + failure.getMessage() + ")");
        }
    }

    /** Returns the metrics of all topics and subscriptions. */
    public PubSubStatus status() {
        return PubSubStatus.of(live.broker().report(), live.now());
    }

    private static TopicId topic(String name) {
        return new TopicId(PROJECT, name);
    }

    private static SubscriptionId subscription(String name) {
        return new SubscriptionId(PROJECT, name);
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            live.close();
            push.close();
            server.close();
        }
    }
}
