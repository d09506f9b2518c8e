// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.push;

import io.truename.local.pubsub.FunctionKiller;
import io.truename.local.pubsub.broker.PubSubException;
import io.truename.local.pubsub.broker.PushSettings;
import io.truename.local.pubsub.broker.SubscriptionId;
import io.truename.local.pubsub.broker.SubscriptionSettings;
import io.truename.local.pubsub.live.Deliverer;
import io.truename.local.pubsub.live.LiveBroker;
import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/**
 * Push delivery of all push subscriptions. The ack deadline is the timeout of a request. Status 102, 200, 201, 202 or 204
 * acknowledges the message; any other status, a broken connection or a timeout causes a redelivery.
 */
public final class PushDispatcher implements Deliverer, AutoCloseable {
    private final LiveBroker live;
    private final PushRequests requests;
    private final FunctionKiller killer;
    private final PushListener listener;
    private final String functionsUrl;
    private final ExecutorService threads = Executors.newFixedThreadPool(4, PushDispatcher::thread);
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .executor(threads)
            .build();
    private final Map<SubscriptionId, SubscriptionPusher> pushers = new ConcurrentHashMap<>();

    /**
     * Creates a dispatcher.
     *
     * @param functionsUrl the prefix of every function's address, with its trailing slash
     * @param random the random generator of trace ids
     */
    public PushDispatcher(
            LiveBroker live,
            OidcSigner signer,
            FunctionKiller killer,
            PushListener listener,
            String functionsUrl,
            RandomGenerator random) {
        this.live = live;
        this.requests = new PushRequests(signer, random);
        this.killer = killer;
        this.listener = listener;
        this.functionsUrl = functionsUrl;
        live.add(this);
    }

    @Override
    public void deliver(SubscriptionId id) {
        SubscriptionSettings settings;
        try {
            settings = live.broker().getSubscription(id);
            settings.push().ifPresent(push -> pusher(id).deliver(settings, push));
        } catch (PubSubException gone) {
            forget(id);
        }
    }

    @Override
    public void tick(Instant now) {
        pushers.forEach((id, pusher) -> {
            try {
                pusher.tick(live.broker().getSubscription(id), now);
            } catch (PubSubException gone) {
                forget(id);
            }
        });
    }

    @Override
    public void close() {
        pushers.values().forEach(SubscriptionPusher::close);
        threads.shutdownNow();
        endClient();
    }

    private SubscriptionPusher pusher(SubscriptionId id) {
        return pushers.computeIfAbsent(
                id, absent -> new SubscriptionPusher(live, id, requests, this::send, this::kill, listener));
    }

    private void forget(SubscriptionId id) {
        SubscriptionPusher pusher = pushers.remove(id);
        if (pusher != null) {
            pusher.close();
        }
    }

    private CompletableFuture<HttpResponse<Void>> send(HttpRequest request) {
        return client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    }

    /** Kills the function behind an endpoint, if it is one of the local cloud, then runs {@code after}. */
    private void kill(PushSettings push, Runnable after) {
        String endpoint = push.endpoint().toString();
        threads.execute(() -> {
            try {
                if (endpoint.startsWith(functionsUrl)) {
                    killer.kill(endpoint.substring(functionsUrl.length()).split("[/?#]", 2)[0]);
                }
            } finally {
                after.run();
            }
        });
    }

    /** Shuts the client down on Java 21 and later. Before, its daemon thread ends when the client is unreachable. */
    private void endClient() {
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        } catch (NoSuchMethodException olderJava) {
            return;
        } catch (IllegalAccessException | InvocationTargetException failed) {
            throw new IllegalStateException("The HTTP client cannot be ended", failed);
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "pubsub-push");
        thread.setDaemon(true);
        return thread;
    }
}
