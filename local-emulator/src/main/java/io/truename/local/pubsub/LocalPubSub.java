// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub;

import com.google.protobuf.ByteString;
import io.truename.catalog.Catalog;
import io.truename.local.pubsub.broker.Broker;
import io.truename.local.pubsub.broker.Draft;
import io.truename.local.pubsub.broker.Faults;
import io.truename.local.pubsub.broker.QueuedMessage;
import io.truename.local.pubsub.broker.Refused;
import io.truename.local.pubsub.broker.SubscriptionId;
import io.truename.local.pubsub.broker.TopicId;
import io.truename.local.pubsub.grpc.PubSubServer;
import io.truename.local.pubsub.live.LiveBroker;
import io.truename.local.pubsub.push.OidcSigner;
import io.truename.local.pubsub.push.PushDispatcher;
import java.net.BindException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Pub/Sub on one machine: the catalog's topics and subscriptions, in memory, served over gRPC on the loopback address for
 * unmodified client libraries, with push delivery to functions and faults on request. Thread-safe.
 *
 * <p>Not here: snapshots, schemas, exactly-once and export subscriptions, retained acknowledged messages. Asking for one
 * is refused with a sentence.
 */
public final class LocalPubSub implements AutoCloseable {
    /** The project that everything of the local cloud lives in. */
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
     * @param port of the gRPC server; 0 for any free one
     * @param baseUrl the gateway's address without a last slash; functions are below it at {@code /functions/{name}}
     * @param killer ends functions for the killFunction fault
     * @param clock what deadlines, back-offs and retention are measured with
     * @param seed makes faults strike alike in each start with the same messages
     * @throws BindException if the port is taken; the message says so in one sentence
     */
    public static LocalPubSub start(
            Catalog catalog, int port, String baseUrl, FunctionKiller killer, Clock clock, long seed)
            throws BindException {
        return start(
                catalog,
                port,
                baseUrl,
                killer,
                clock,
                seed,
                Runtime.getRuntime().maxMemory() / 4);
    }

    /** As the other, with the number of bytes that all backlogs may hold together. */
    static LocalPubSub start(
            Catalog catalog, int port, String baseUrl, FunctionKiller killer, Clock clock, long seed, long mostBytes)
            throws BindException {
        SplittableRandom random = new SplittableRandom(seed);
        SplittableRandom traces = random.split();
        Broker broker = new Broker(mostBytes, random, clock.instant());
        String functionsUrl = baseUrl + "/functions/";
        new CatalogWiring(PROJECT, functionsUrl).wire(catalog, broker);
        LiveBroker live = new LiveBroker(broker, clock);
        PubSubServer server = PubSubServer.start(live, port);
        OidcSigner signer = new OidcSigner();
        PushDispatcher push = new PushDispatcher(live, signer, killer, functionsUrl, traces);
        live.start();
        return new LocalPubSub(live, server, push, signer);
    }

    /** Where clients find it, {@code 127.0.0.1:PORT}; plaintext, no credentials. */
    public String target() {
        return server.target();
    }

    /**
     * Publishes one message.
     *
     * @param topic the short name
     * @param data text, may be empty if there are attributes
     * @throws Refused if there is no such topic, or the message is not within the cloud's limits
     */
    public void publish(String topic, String data, Map<String, String> attributes) {
        var unused = publish(topic, new Draft(ByteString.copyFromUtf8(data), attributes, ""));
    }

    /**
     * Publishes one message.
     *
     * @return the message's id
     * @throws Refused if there is no such topic
     */
    public String publish(String topic, Draft draft) {
        return live.publish(topic(topic), List.of(draft)).get(0);
    }

    /** The oldest messages of a subscription's backlog, at most so many; none is taken from it. */
    public List<QueuedMessage> peek(String subscription, int most) {
        return live.broker().peek(subscription(subscription), most);
    }

    /** The faults of a subscription's deliveries that are left. */
    public Faults faults(String subscription) {
        return live.broker().faults(subscription(subscription));
    }

    /** Makes a subscription's deliveries fail; {@link Faults#NONE} ends it. */
    public void setFaults(String subscription, Faults faults) {
        live.broker().setFaults(subscription(subscription), faults);
        live.wake(subscription(subscription));
    }

    /** How many of the next publish requests to a topic will fail as unavailable. */
    public int publishFaults(String topic) {
        return live.broker().answer503(topic(topic));
    }

    /** Makes the next publish requests to a topic fail as unavailable. */
    public void setPublishFaults(String topic, int count) {
        live.broker().setAnswer503(topic(topic), count);
    }

    /** The keys that the tokens of push requests are signed with, as a JSON Web Key Set. */
    public Map<String, Object> oidcKeys() {
        return signer.keys();
    }

    /** Why Pub/Sub does not answer, as half a sentence; empty when it does. Calls the running server as a client would. */
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

    /** Topics and subscriptions in numbers. */
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
