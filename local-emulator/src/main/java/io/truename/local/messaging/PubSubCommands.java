// SPDX-License-Identifier: Apache-2.0
package io.truename.local.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.truename.local.control.ControlException;
import io.truename.local.control.ControlHandler;
import io.truename.local.control.ControlReply;
import io.truename.local.control.ControlRequest;
import io.truename.local.control.ControlRoutes;
import io.truename.local.pubsub.FaultsReader;
import io.truename.local.pubsub.PubSubControl;
import io.truename.local.pubsub.broker.Draft;
import io.truename.local.pubsub.broker.Faults;
import io.truename.local.pubsub.broker.QueuedMessage;
import io.truename.local.pubsub.broker.Refused;
import io.truename.local.pubsub.broker.SubscriptionId;
import io.truename.local.pubsub.broker.TopicId;
import io.truename.local.pubsub.live.LiveBroker;
import io.truename.local.pubsub.push.OidcSigner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the console and tests may ask of Pub/Sub beside its own protocol. Names in paths are the short ones. */
final class PubSubControl {
    private static final int MOST_DATA_SHOWN = 1024;
    private static final int MOST_MESSAGES_SHOWN = 1000;

    private final LiveBroker live;
    private final OidcSigner signer;
    private final String project;

    /**
     * A waiting message.
     *
     * @param size bytes of data, attributes and ordering key
     * @param data the data as text; null above 1 KiB and when it is no text
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

    PubSubControl(LiveBroker live, OidcSigner signer, String project) {
        this.live = live;
        this.signer = signer;
        this.project = project;
    }

    void addRoutes(ControlRoutes routes) {
        String faults = "/api/pubsub/subscriptions/{name}/faults";
        String topicFaults = "/api/pubsub/topics/{name}/faults";
        routes.add("PUT", faults, refusing(this::setFaults))
                .add("GET", faults, refusing(request -> faults(subscription(request))))
                .add("DELETE", faults, refusing(this::clearFaults))
                .add("PUT", topicFaults, refusing(this::setTopicFaults))
                .add("GET", topicFaults, refusing(request -> topicFaults(topic(request))))
                .add("GET", "/api/pubsub/subscriptions/{name}/messages", refusing(this::peek))
                .add("POST", "/api/pubsub/topics/{name}/messages", refusing(this::publish))
                .add("GET", "/api/pubsub/oidc/keys", request -> ControlReply.ok(signer.keys()));
    }

    private ControlReply setFaults(ControlRequest request) {
        SubscriptionId id = subscription(request);
        live.broker().setFaults(id, FaultsReader.read(request.body()));
        live.wake(id);
        return faults(id);
    }

    private ControlReply clearFaults(ControlRequest request) {
        SubscriptionId id = subscription(request);
        live.broker().setFaults(id, Faults.NONE);
        return faults(id);
    }

    private ControlReply faults(SubscriptionId id) {
        return ControlReply.ok(live.broker().faults(id));
    }

    private ControlReply setTopicFaults(ControlRequest request) {
        JsonNode count = request.body().path("answer503");
        if (!request.body().isObject() || request.body().size() != 1 || !count.canConvertToInt() || count.asInt() < 0) {
            throw ControlException.badRequest(
                    "answer503: must be the one field of a topic's faults, a whole number of publish requests to fail");
        }
        live.broker().setAnswer503(topic(request), count.asInt());
        return topicFaults(topic(request));
    }

    private ControlReply topicFaults(TopicId id) {
        return ControlReply.ok(Map.of("answer503", live.broker().answer503(id)));
    }

    private ControlReply peek(ControlRequest request) {
        int limit = limit(request.query().getOrDefault("limit", "20"));
        List<Peeked> messages = live.broker().peek(subscription(request), limit).stream()
                .map(PubSubControl::peeked)
                .toList();
        return ControlReply.ok(Map.of("messages", messages));
    }

    private ControlReply publish(ControlRequest request) {
        JsonNode data = request.body().path("data");
        JsonNode attributes = request.body().path("attributes");
        if (!data.isTextual() && !data.isMissingNode()) {
            throw ControlException.badRequest("data: must be text");
        }
        if (!attributes.isObject() && !attributes.isMissingNode()) {
            throw ControlException.badRequest("attributes: must be an object of texts");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        attributes.properties().forEach(attribute -> {
            if (!attribute.getValue().isTextual()) {
                throw ControlException.badRequest("attributes." + attribute.getKey() + ": must be text");
            }
            texts.put(attribute.getKey(), attribute.getValue().asText());
        });
        Draft draft = new Draft(
                ByteString.copyFromUtf8(data.asText()),
                texts,
                request.body().path("orderingKey").asText());
        List<String> ids = live.publish(topic(request), List.of(draft));
        return ControlReply.ok(Map.of("messageId", ids.get(0)));
    }

    private SubscriptionId subscription(ControlRequest request) {
        return new SubscriptionId(project, request.require("name"));
    }

    private TopicId topic(ControlRequest request) {
        return new TopicId(project, request.require("name"));
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

    /** Gives a refusal the HTTP status that the cloud's REST interface gives it, as far as it is the caller's to mend. */
    private static ControlHandler refusing(ControlHandler handler) {
        return request -> {
            try {
                return handler.handle(request);
            } catch (Refused refused) {
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
