// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub;

import io.truename.catalog.Catalog;
import io.truename.catalog.SubscriptionSpec;
import io.truename.local.pubsub.broker.Broker;
import io.truename.local.pubsub.broker.DeadLetterPolicy;
import io.truename.local.pubsub.broker.PushSettings;
import io.truename.local.pubsub.broker.RetryPolicy;
import io.truename.local.pubsub.broker.SubscriptionId;
import io.truename.local.pubsub.broker.SubscriptionSettings;
import io.truename.local.pubsub.broker.TopicId;
import io.truename.local.pubsub.broker.TopicSettings;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Initial setup: creates the catalog's topics and subscriptions, with their names in the cloud. */
final class CatalogSetup {
    private final String project;
    private final String functionsUrl;

    CatalogSetup(String project, String functionsUrl) {
        this.project = project;
        this.functionsUrl = functionsUrl;
    }

    void wire(Catalog catalog, Broker broker) {
        catalog.topics()
                .values()
                .forEach(topic -> broker.createTopic(
                        new TopicSettings(topic(topic.name()), Map.of(), Optional.of(topic.retention()))));
        catalog.subscriptions().values().forEach(spec -> broker.createSubscription(settings(spec)));
    }

    private SubscriptionSettings settings(SubscriptionSpec spec) {
        return new SubscriptionSettings(
                new SubscriptionId(project, spec.name()),
                topic(spec.topic()),
                spec.filter(),
                spec.ackDeadline(),
                spec.retention(),
                spec.ordered(),
                spec.push().map(this::push),
                spec.retry().map(retry -> new RetryPolicy(retry.minimumBackoff(), retry.maximumBackoff())),
                spec.deadLetter().map(dead -> new DeadLetterPolicy(topic(dead.topic()), dead.maxDeliveryAttempts())),
                Optional.empty(),
                Map.of());
    }

    private PushSettings push(SubscriptionSpec.Push push) {
        String function = functionsUrl + push.function();
        String account = push.function() + "-invoker@" + project + ".iam.gserviceaccount.com";
        return new PushSettings(
                URI.create(function + push.path()),
                Optional.of(new PushSettings.Identity(account, function)),
                PushSettings.Wrapper.ENVELOPE);
    }

    private TopicId topic(String name) {
        return new TopicId(project, name);
    }
}
