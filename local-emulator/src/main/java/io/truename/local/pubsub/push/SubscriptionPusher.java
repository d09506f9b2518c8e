// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.push;

import io.truename.local.pubsub.broker.Consumer;
import io.truename.local.pubsub.broker.Delivery;
import io.truename.local.pubsub.broker.Faults;
import io.truename.local.pubsub.broker.PushSettings;
import io.truename.local.pubsub.broker.SubscriptionId;
import io.truename.local.pubsub.broker.SubscriptionSettings;
import io.truename.local.pubsub.live.LiveBroker;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Push sender of one subscription, with its in-flight requests. Thread-safe. */
final class SubscriptionPusher {
    private static final Set<Integer> ACKNOWLEDGING = Set.of(102, 200, 201, 202, 204);
    private static final int UNAVAILABLE = 503;
    private static final int TOO_LATE = 504;

    private final LiveBroker live;
    private final SubscriptionId id;
    private final PushRequests requests;
    private final Function<HttpRequest, CompletableFuture<HttpResponse<Void>>> sender;
    private final BiConsumer<PushSettings, Runnable> killer;
    private final PushListener listener;
    private final PushWindow window = new PushWindow();
    private final Set<InFlight> inFlight = new LinkedHashSet<>();
    private boolean closed;

    /** In-flight request; its function is killed at {@code killAt}, unless that is null. */
    private static final class InFlight {
        final Delivery delivery;
        final PushSettings push;
        final @Nullable Instant killAt;

        @Nullable
        CompletableFuture<HttpResponse<Void>> answer;

        InFlight(Delivery delivery, PushSettings push, @Nullable Instant killAt) {
            this.delivery = delivery;
            this.push = push;
            this.killAt = killAt;
        }
    }

    SubscriptionPusher(
            LiveBroker live,
            SubscriptionId id,
            PushRequests requests,
            Function<HttpRequest, CompletableFuture<HttpResponse<Void>>> sender,
            BiConsumer<PushSettings, Runnable> killer,
            PushListener listener) {
        this.live = live;
        this.id = id;
        this.requests = requests;
        this.sender = sender;
        this.killer = killer;
        this.listener = listener;
    }

    /** Sends messages as far as the window admits. */
    synchronized void deliver(SubscriptionSettings settings, PushSettings push) {
        while (!closed && window.admits(inFlight.size(), live.now())) {
            // A separate consumer per request limits an ordering key to one request at a time.
            List<Delivery> deliveries = live.lease(id, Consumer.unlimited(), 1, Long.MAX_VALUE, Optional.empty());
            if (deliveries.isEmpty()) {
                return;
            }
            send(settings, push, deliveries.get(0));
        }
    }

    private void send(SubscriptionSettings settings, PushSettings push, Delivery delivery) {
        Instant now = live.now();
        if (live.broker().takeAnswer503(id)) {
            listener.answered(id.name(), UNAVAILABLE);
            refuse(delivery, settings.retry().isPresent());
            return;
        }
        boolean kills = live.broker().takeKillFunction(id);
        Faults faults = live.broker().faults(id);
        InFlight request = new InFlight(delivery, push, kills ? now.plusMillis(faults.killAfterMillis()) : null);
        inFlight.add(request);
        CompletableFuture<HttpResponse<Void>> answer = sender.apply(requests.request(id, push, delivery, now));
        request.answer = answer;
        var unused = answer.whenComplete((response, failure) ->
                complete(request, settings, failure == null ? response.statusCode() : UNAVAILABLE));
    }

    private void complete(InFlight request, SubscriptionSettings settings, int status) {
        synchronized (this) {
            if (!inFlight.remove(request)) {
                return;
            }
            listener.answered(id.name(), status);
            boolean retryPolicy = settings.retry().isPresent();
            if (request.killAt != null) {
                // The response does not count; the message is delivered again after the kill.
                killer.accept(request.push, () -> refuse(request.delivery, retryPolicy));
            } else if (ACKNOWLEDGING.contains(status)) {
                window.succeeded();
                live.acknowledge(id, List.of(request.delivery.ackId()));
            } else {
                refuse(request.delivery, retryPolicy);
            }
        }
    }

    private synchronized void refuse(Delivery delivery, boolean retryPolicy) {
        window.failed(retryPolicy, live.now());
        live.modifyDeadline(id, List.of(delivery.ackId()), Duration.ZERO);
    }

    /** Kills functions at their {@code killAt} time and cancels requests past their deadline. */
    synchronized void tick(SubscriptionSettings settings, Instant now) {
        for (InFlight request : List.copyOf(inFlight)) {
            boolean killed = request.killAt != null && !request.killAt.isAfter(now);
            if (killed || !request.delivery.deadline().isAfter(now)) {
                complete(request, settings, killed ? UNAVAILABLE : TOO_LATE);
                cancel(request);
            }
        }
    }

    synchronized void close() {
        closed = true;
        List<InFlight> open = List.copyOf(inFlight);
        inFlight.clear();
        open.forEach(SubscriptionPusher::cancel);
    }

    private static void cancel(InFlight request) {
        if (request.answer != null) {
            request.answer.cancel(true);
        }
    }
}
