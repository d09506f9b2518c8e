// SPDX-License-Identifier: Apache-2.0
package io.truename.local.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.truename.local.control.ControlException;
import io.truename.local.control.ControlHandler;
import io.truename.local.control.ControlReply;
import io.truename.local.control.ControlRequest;
import io.truename.local.control.ControlRoutes;
import io.truename.local.control.WholeNumber;
import io.truename.local.pubsub.LocalPubSub;
import io.truename.local.pubsub.broker.Draft;
import io.truename.local.pubsub.broker.Faults;
import io.truename.local.pubsub.broker.PubSubException;
import io.truename.local.pubsub.broker.QueuedMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commands below {@code /api/pubsub}: set faults, peek at messages, publish. Paths contain short names. */
public final class PubSubCommands {
    private static final int MOST_DATA_SHOWN = 1024;
    private static final int MOST_MESSAGES_SHOWN = 1000;

    private final LocalPubSub pubSub;

    /**
     * Message in a subscription's backlog.
     *
     * @param size the size of data, attributes and ordering key, in bytes
     * @param data the data as text; null if it is longer than 1 KiB or not UTF-8
     */
    record Peeked(
            String id,
            String publishTime,
            int attempts,
            Map<String, String> attributes,
            String orderingKey,
            int size,
            @Nullable String data,
            String state,
            String availableAt) {}

    public PubSubCommands(LocalPubSub pubSub) {
        this.pubSub = pubSub;
    }

    /** Adds the routes of the commands. */
    public void addRoutes(ControlRoutes routes) {
        String faults = "/api/pubsub/subscriptions/{name}/faults";
        String topicFaults = "/api/pubsub/topics/{name}/faults";
        routes.add("PUT", faults, refusing(this::setFaults))
                .add("GET", faults, refusing(request -> ControlReply.ok(pubSub.faults(name(request)))))
                .add("DELETE", faults, refusing(this::clearFaults))
                .add("PUT", topicFaults, refusing(this::setTopicFaults))
                .add("GET", topicFaults, refusing(request -> topicFaults(name(request))))
                .add("GET", "/api/pubsub/subscriptions/{name}/messages", refusing(this::peek))
                .add("POST", "/api/pubsub/topics/{name}/messages", refusing(this::publish))
                .add("GET", "/api/pubsub/oidc/keys", request -> ControlReply.ok(pubSub.oidcKeys()));
    }

    private ControlReply setFaults(ControlRequest request) {
        pubSub.setFaults(name(request), FaultsReader.read(request.body()));
        return ControlReply.ok(pubSub.faults(name(request)));
    }

    private ControlReply clearFaults(ControlRequest request) {
        pubSub.setFaults(name(request), Faults.NONE);
        return ControlReply.ok(Faults.NONE);
    }

    private ControlReply setTopicFaults(ControlRequest request) {
        OptionalInt count = WholeNumber.read(request.body().path("answer503"), Integer.MAX_VALUE);
        if (!request.body().isObject() || request.body().size() != 1 || count.isEmpty()) {
            throw ControlException.badRequest(
                    "answer503: must be the one field of a topic's faults, a whole number of publish requests to fail");
        }
        pubSub.setPublishFaults(name(request), count.getAsInt());
        return topicFaults(name(request));
    }

    private ControlReply topicFaults(String topic) {
        return ControlReply.ok(Map.of("answer503", pubSub.publishFaults(topic)));
    }

    private ControlReply peek(ControlRequest request) {
        int limit = limit(request.query().getOrDefault("limit", "20"));
        List<Peeked> messages = pubSub.peek(name(request), limit).stream()
                .map(PubSubCommands::peeked)
                .toList();
        return ControlReply.ok(Map.of("messages", messages));
    }

    private ControlReply publish(ControlRequest request) {
        requireFields(request.body(), Set.of("data", "attributes", "orderingKey"));
        JsonNode data = request.body().path("data");
        JsonNode attributes = request.body().path("attributes");
        JsonNode orderingKey = request.body().path("orderingKey");
        if (!data.isTextual() && !data.isMissingNode()) {
            throw ControlException.badRequest("data: must be text");
        }
        if (!attributes.isObject() && !attributes.isMissingNode()) {
            throw ControlException.badRequest("attributes: must be an object of texts");
        }
        if (!orderingKey.isTextual() && !orderingKey.isMissingNode()) {
            throw ControlException.badRequest("orderingKey: must be text");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        attributes.properties().forEach(attribute -> {
            if (!attribute.getValue().isTextual()) {
                throw ControlException.badRequest("attributes." + attribute.getKey() + ": must be text");
            }
            texts.put(attribute.getKey(), attribute.getValue().asText());
        });
        Draft draft = new Draft(ByteString.copyFromUtf8(data.asText()), texts, orderingKey.asText());
        return ControlReply.ok(Map.of("messageId", pubSub.publish(name(request), draft)));
    }

    private static void requireFields(JsonNode body, Set<String> fields) {
        if (!body.isObject()) {
            throw ControlException.badRequest("The body must be a JSON object, as {\"data\": \"text\"}.");
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                throw ControlException.badRequest(name + ": is not a field of a message; remove it");
            }
        });
    }

    private static String name(ControlRequest request) {
        return request.require("name");
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST_MESSAGES_SHOWN) {
                return limit;
            }
        } catch (NumberFormatException notNumber) {
            throw ControlException.badRequest("limit: must be a whole number from 1 to " + MOST_MESSAGES_SHOWN);
        }
        throw ControlException.badRequest("limit: must be a whole number from 1 to " + MOST_MESSAGES_SHOWN);
    }

    private static Peeked peeked(QueuedMessage queued) {
        ByteString data = queued.message().data();
        boolean shown = data.size() <= MOST_DATA_SHOWN && data.isValidUtf8();
        return new Peeked(
                queued.message().id(),
                queued.message().publishTime().toString(),
                queued.attempts(),
                queued.message().attributes(),
                queued.message().orderingKey(),
                queued.message().size(),
                shown ? data.toStringUtf8() : null,
                queued.state(),
                queued.availableAt().toString());
    }

    /** Maps Pub/Sub errors to the HTTP status of the cloud's REST interface, if the client can correct them. */
    private static ControlHandler refusing(ControlHandler handler) {
        return request -> {
            try {
                return handler.handle(request);
            } catch (PubSubException refused) {
                throw switch (refused.reason()) {
                    case NOT_FOUND -> ControlException.notFound(refused.getMessage());
                    case ALREADY_EXISTS, FAILED_PRECONDITION, RESOURCE_EXHAUSTED, UNAVAILABLE ->
                        ControlException.conflict(refused.getMessage());
                    case INVALID_ARGUMENT, UNIMPLEMENTED -> ControlException.badRequest(refused.getMessage());
                };
            }
        };
    }
}
