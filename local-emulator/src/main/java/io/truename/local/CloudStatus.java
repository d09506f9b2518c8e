// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import io.truename.local.component.Component;
import io.truename.local.component.Health;
import io.truename.local.control.ControlReply;
import io.truename.local.database.DatabaseStatus;
import io.truename.local.functions.FunctionStatus;
import io.truename.local.messaging.PubSubComponent;
import io.truename.local.pubsub.LocalPubSub;
import io.truename.local.pubsub.PubSubStatus;
import io.truename.local.pubsub.PubSubStatus.SubscriptionStatus;
import io.truename.local.pubsub.PubSubStatus.TopicStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Status of the local cloud, collected from its components for {@code /health}, {@code /api/status} and the console. */
final class CloudStatus {
    private static final String STORY = "story";
    private static final String DATABASE = "database";

    /** Traffic between two of the console's nodes; the count only grows. */
    private record Flow(String from, String to, long count) {}

    private final List<Component> components = new CopyOnWriteArrayList<>();
    private final Clock clock;
    private final Instant startedAt;
    private final String baseUrl;
    private volatile Supplier<@Nullable Object> story = () -> null;

    CloudStatus(Clock clock, String baseUrl) {
        this.clock = clock;
        this.startedAt = clock.instant();
        this.baseUrl = baseUrl;
    }

    void add(Component component) {
        components.add(component);
    }

    void show(Supplier<@Nullable Object> storyStatus) {
        story = storyStatus;
    }

    ControlReply health() {
        List<Map<String, Object>> healths = healths();
        boolean up = healths.stream().allMatch(health -> Boolean.TRUE.equals(health.get("up")));
        return new ControlReply(up ? 200 : 503, Map.of("up", up, "parts", healths));
    }

    private List<Map<String, Object>> healths() {
        List<Map<String, Object>> healths = new ArrayList<>();
        for (Component component : components) {
            Health health = component.health();
            healths.add(Map.of("name", component.name(), "up", health.up(), "detail", health.detail()));
        }
        return healths;
    }

    Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        status.put("version", LocalOptions.Version.text());
        status.put("startedAt", startedAt.toString());
        status.put("now", clock.instant().toString());
        status.put("baseUrl", baseUrl);
        status.put("parts", healths());
        List<Flow> flows = new ArrayList<>();
        for (Component component : components) {
            Object own = component.status();
            switch (component.name()) {
                case "functions" -> status.put("functions", own);
                case "scheduler" -> status.put("schedules", own);
                case "pubsub" -> status.put("topics", ((PubSubStatus) own).topics());
                case DATABASE -> status.put(DATABASE, own);
                case "telemetry" -> status.put("telemetry", own);
                case "alerting" -> status.put("alerts", own);
                default -> {}
            }
            if (component instanceof PubSubComponent pubSub) {
                status.put("pubSub", Map.of("target", pubSub.target(), "project", LocalPubSub.PROJECT));
            }
            addFlows(own, flows);
        }
        status.put("flows", flows);
        status.put(STORY, story.get());
        return status;
    }

    /** Adds the story's traffic: nothing else calls functions, pulls messages or fills the corpus without a user's request. */
    private static void addFlows(Object own, List<Flow> flows) {
        if (own instanceof DatabaseStatus database) {
            long rows =
                    database.tables().stream().mapToLong(table -> table.rows()).sum();
            flows.add(new Flow(STORY, DATABASE, rows));
        } else if (own instanceof PubSubStatus pubSub) {
            for (TopicStatus topic : pubSub.topics()) {
                for (SubscriptionStatus subscription : topic.subscriptions()) {
                    if (subscription.type().equals("pull") && subscription.acked() > 0) {
                        flows.add(new Flow(STORY, "topic:" + topic.name(), topic.published()));
                    }
                }
            }
        } else if (own instanceof List<?> list) {
            for (Object entry : list) {
                if (entry instanceof FunctionStatus function) {
                    flows.add(new Flow(STORY, "function:" + function.name(), function.requests()));
                }
            }
        }
    }
}
