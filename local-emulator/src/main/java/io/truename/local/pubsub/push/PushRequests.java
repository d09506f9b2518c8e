// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.push;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truename.local.pubsub.broker.Delivery;
import io.truename.local.pubsub.broker.Message;
import io.truename.local.pubsub.broker.PushSettings;
import io.truename.local.pubsub.broker.SubscriptionId;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Builder of push requests, byte for byte as the cloud sends them. */
final class PushRequests {
    private static final String USER_AGENT = "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google)";
    private static final String METADATA = "x-goog-pubsub-";
    /** Headers that attributes must not replace, and headers that the HTTP client refuses. */
    private static final Set<String> RESERVED = Set.of(
            "accept",
            "authorization",
            "connection",
            "content-length",
            "content-type",
            "expect",
            "from",
            "host",
            "traceparent",
            "transfer-encoding",
            "upgrade",
            "user-agent");

    private static final JsonMapper JSON = new JsonMapper();

    private final OidcSigner signer;
    private final RandomGenerator random;

    PushRequests(OidcSigner signer, RandomGenerator random) {
        this.signer = signer;
        this.random = random;
    }

    HttpRequest request(SubscriptionId id, PushSettings push, Delivery delivery, Instant now) {
        HttpRequest.Builder request = HttpRequest.newBuilder(push.endpoint())
                .header("accept", "application/json")
                .header("from", "noreply@google.com")
                .header("traceparent", traceParent())
                .header("user-agent", USER_AGENT);
        push.identity()
                .ifPresent(identity -> request.header(
                        "authorization", "Bearer " + signer.token(identity.email(), push.audience(), now)));
        switch (push.wrapper()) {
            case ENVELOPE -> {
                request.header("content-type", "application/json");
                return request.POST(HttpRequest.BodyPublishers.ofString(envelope(id, delivery)))
                        .build();
            }
            case NONE -> {}
            case NONE_WITH_METADATA -> addMetadata(request, id, delivery);
        }
        return request.POST(HttpRequest.BodyPublishers.ofByteArray(
                        delivery.message().data().toByteArray()))
                .build();
    }

    static String envelope(SubscriptionId id, Delivery delivery) {
        Message message = delivery.message();
        ObjectNode envelope = JSON.createObjectNode();
        if (delivery.attempt() > 0) {
            envelope.put("deliveryAttempt", delivery.attempt());
        }
        ObjectNode inner = envelope.putObject("message");
        if (!message.attributes().isEmpty()) {
            ObjectNode attributes = inner.putObject("attributes");
            message.attributes().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(attribute -> attributes.put(attribute.getKey(), attribute.getValue()));
        }
        if (!message.data().isEmpty()) {
            inner.put("data", Base64.getEncoder().encodeToString(message.data().toByteArray()));
        }
        inner.put("messageId", message.id()).put("message_id", message.id());
        if (!message.orderingKey().isEmpty()) {
            inner.put("orderingKey", message.orderingKey());
        }
        String time = message.publishTime().toString();
        inner.put("publishTime", time).put("publish_time", time);
        return envelope.put("subscription", id.path()).toString();
    }

    private static void addMetadata(HttpRequest.Builder request, SubscriptionId id, Delivery delivery) {
        Message message = delivery.message();
        request.header(METADATA + "subscription-name", id.path());
        request.header(METADATA + "message-id", message.id());
        request.header(METADATA + "publish-time", message.publishTime().toString());
        if (!message.orderingKey().isEmpty()) {
            addIfLegal(request, METADATA + "ordering-key", message.orderingKey());
        }
        if (delivery.attempt() > 0) {
            request.header(METADATA + "delivery-attempt", Integer.toString(delivery.attempt()));
        }
        message.attributes().forEach((key, value) -> addIfLegal(request, key, value));
    }

    /** Adds a header unless its name or value is illegal, because the client would refuse to send the request. */
    private static void addIfLegal(HttpRequest.Builder request, String name, String value) {
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            return;
        }
        try {
            request.header(name, new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException illegal) {
            return;
        }
    }

    private String traceParent() {
        synchronized (random) {
            return String.format("00-%016x%016x-%016x-01", random.nextLong(), random.nextLong(), random.nextLong());
        }
    }
}
