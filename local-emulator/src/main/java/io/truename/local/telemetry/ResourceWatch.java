// SPDX-License-Identifier: Apache-2.0
package io.truename.local.telemetry;

import io.truename.local.database.DatabaseStatus;
import io.truename.local.functions.FunctionStatus;
import io.truename.local.monitoring.resource.ResourceMetrics;
import io.truename.local.monitoring.resource.ResourceMetrics.Instances;
import io.truename.local.pubsub.LocalPubSub;
import io.truename.local.pubsub.PubSubStatus;
import io.truename.local.pubsub.push.PushListener;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Samplers of other components: their states become points of the cloud's resource metrics once a minute. */
public final class ResourceWatch {
    /** The database server's name in metrics. */
    private static final String INSTANCE = "local";

    private final ResourceMetrics resources;

    ResourceWatch(ResourceMetrics resources) {
        this.resources = resources;
    }

    /**
     * Samples the functions' instances once a minute. Those of a revision that was replaced only finish their requests; they count for
     * the one that is deployed.
     */
    public void functions(Supplier<List<FunctionStatus>> status) {
        resources.instances(() -> status.get().stream()
                .map(one -> new Instances(
                        one.name(), one.revision(), one.busy(), Math.max(0, one.instances() - one.busy())))
                .toList());
    }

    /** Counts the answers to pushed messages as they come. */
    public PushListener pushes() {
        return resources::pushed;
    }

    /** Samples topics and subscriptions once a minute. */
    public void messages(LocalPubSub pubSub) {
        for (PubSubStatus.TopicStatus topic : pubSub.status().topics()) {
            resources.topic(
                    topic.name(),
                    () -> pubSub.status().topics().stream()
                            .filter(one -> one.name().equals(topic.name()))
                            .mapToLong(PubSubStatus.TopicStatus::published)
                            .sum());
            for (PubSubStatus.SubscriptionStatus subscription : topic.subscriptions()) {
                String name = subscription.name();
                resources.subscription(
                        name,
                        () -> sum(pubSub, name, PubSubStatus.SubscriptionStatus::backlog),
                        () -> sum(pubSub, name, PubSubStatus.SubscriptionStatus::oldestUnackedSeconds),
                        () -> sum(pubSub, name, PubSubStatus.SubscriptionStatus::deadLettered));
            }
        }
    }

    /** Samples the database once a minute. */
    public void database(Supplier<DatabaseStatus> status) {
        String name = status.get().url().replaceFirst(".*/", "");
        resources.databaseServer(
                INSTANCE,
                () -> !status.get().version().isEmpty(),
                () -> status.get().sizeBytes());
        resources.database(
                INSTANCE,
                name,
                () -> status.get().connections(),
                () -> status.get().totals().commits(),
                () -> status.get().totals().rollbacks(),
                () -> status.get().totals().deadlocks());
    }

    private static long sum(LocalPubSub pubSub, String name, ToLongFunction<PubSubStatus.SubscriptionStatus> value) {
        return pubSub.status().topics().stream()
                .flatMap(topic -> topic.subscriptions().stream())
                .filter(subscription -> subscription.name().equals(name))
                .mapToLong(value)
                .sum();
    }
}
