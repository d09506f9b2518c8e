// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.grpc;

import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import io.truename.local.pubsub.broker.DeadLetterPolicy;
import io.truename.local.pubsub.broker.PushSettings;
import io.truename.local.pubsub.broker.Refused;
import io.truename.local.pubsub.broker.RetryPolicy;
import io.truename.local.pubsub.broker.SubscriptionId;
import io.truename.local.pubsub.broker.SubscriptionSettings;
import io.truename.local.pubsub.broker.TopicId;
import io.truename.local.pubsub.broker.TopicSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Topics and subscriptions between protobuf and our own settings. What the local cloud cannot do is refused rather than
 * forgotten; an expiration policy is forgotten, because nothing here lives long enough for it.
 */
final class SettingsTranslation {
    private static final Duration DEFAULT_MINIMUM_BACKOFF = Duration.ofSeconds(10);
    private static final Duration DEFAULT_MAXIMUM_BACKOFF = Duration.ofMinutes(10);

    private SettingsTranslation() {}

    static TopicSettings fromProto(Topic topic) {
        refuseIf(topic.hasSchemaSettings(), "Topic schemas");
        refuseIf(topic.hasIngestionDataSourceSettings(), "Topic ingestion settings");
        refuseIf(topic.getMessageTransformsCount() > 0, "Message transforms");
        return new TopicSettings(
                TopicId.parse(topic.getName()),
                topic.getLabelsMap(),
                topic.hasMessageRetentionDuration()
                        ? Optional.of(Durations.fromProto(topic.getMessageRetentionDuration()))
                        : Optional.empty());
    }

    static Topic toProto(TopicSettings settings) {
        Topic.Builder topic = Topic.newBuilder()
                .setName(settings.id().path())
                .putAllLabels(settings.labels())
                .setState(Topic.State.ACTIVE);
        settings.retention().ifPresent(retention -> topic.setMessageRetentionDuration(Durations.toProto(retention)));
        return topic.build();
    }

    static SubscriptionSettings fromProto(Subscription subscription) {
        refuseIf(subscription.getRetainAckedMessages(), "Retained acknowledged messages (retain_acked_messages)");
        refuseIf(subscription.getEnableExactlyOnceDelivery(), "Exactly-once subscriptions");
        refuseIf(subscription.hasBigqueryConfig(), "BigQuery subscriptions");
        refuseIf(subscription.hasCloudStorageConfig(), "Cloud Storage subscriptions");
        refuseIf(subscription.getMessageTransformsCount() > 0, "Message transforms");
        int ackDeadline = subscription.getAckDeadlineSeconds();
        return new SubscriptionSettings(
                SubscriptionId.parse(subscription.getName()),
                TopicId.parse(subscription.getTopic()),
                subscription.getFilter(),
                ackDeadline == 0 ? SubscriptionSettings.DEFAULT_ACK_DEADLINE : Duration.ofSeconds(ackDeadline),
                subscription.hasMessageRetentionDuration()
                        ? Durations.fromProto(subscription.getMessageRetentionDuration())
                        : SubscriptionSettings.DEFAULT_RETENTION,
                subscription.getEnableMessageOrdering(),
                fromProto(subscription.getPushConfig()),
                retry(subscription),
                deadLetter(subscription),
                subscription.getLabelsMap());
    }

    static Subscription toProto(SubscriptionSettings settings, String topic, boolean detached) {
        Subscription.Builder subscription = Subscription.newBuilder()
                .setName(settings.id().path())
                .setTopic(topic)
                .setFilter(settings.filter())
                .setAckDeadlineSeconds((int) settings.ackDeadline().toSeconds())
                .setMessageRetentionDuration(Durations.toProto(settings.retention()))
                .setEnableMessageOrdering(settings.ordered())
                .setDetached(detached)
                .setState(Subscription.State.ACTIVE)
                .putAllLabels(settings.labels());
        settings.push().ifPresent(push -> subscription.setPushConfig(toProto(push)));
        settings.retry()
                .ifPresent(retry -> subscription
                        .getRetryPolicyBuilder()
                        .setMinimumBackoff(Durations.toProto(retry.minimum()))
                        .setMaximumBackoff(Durations.toProto(retry.maximum())));
        settings.deadLetter()
                .ifPresent(deadLetter -> subscription
                        .getDeadLetterPolicyBuilder()
                        .setDeadLetterTopic(deadLetter.topic().path())
                        .setMaxDeliveryAttempts(deadLetter.maxDeliveryAttempts()));
        return subscription.build();
    }

    /** Empty for a configuration without endpoint, which is the cloud's way of saying pull. */
    static Optional<PushSettings> fromProto(PushConfig push) {
        if (push.getPushEndpoint().isEmpty()) {
            return Optional.empty();
        }
        URI endpoint;
        try {
            endpoint = URI.create(push.getPushEndpoint());
        } catch (IllegalArgumentException malformed) {
            throw new Refused(
                    Refused.Reason.INVALID_ARGUMENT,
                    "The push endpoint \"" + push.getPushEndpoint() + "\" is no URL: " + malformed.getMessage() + ".");
        }
        Optional<PushSettings.Identity> identity = push.hasOidcToken()
                ? Optional.of(new PushSettings.Identity(
                        push.getOidcToken().getServiceAccountEmail(),
                        push.getOidcToken().getAudience()))
                : Optional.empty();
        PushSettings.Wrapper wrapper = !push.hasNoWrapper()
                ? PushSettings.Wrapper.ENVELOPE
                : push.getNoWrapper().getWriteMetadata()
                        ? PushSettings.Wrapper.NONE_WITH_METADATA
                        : PushSettings.Wrapper.NONE;
        return Optional.of(new PushSettings(endpoint, identity, wrapper));
    }

    private static PushConfig toProto(PushSettings settings) {
        PushConfig.Builder push =
                PushConfig.newBuilder().setPushEndpoint(settings.endpoint().toString());
        settings.identity()
                .ifPresent(identity -> push.getOidcTokenBuilder()
                        .setServiceAccountEmail(identity.email())
                        .setAudience(identity.audience()));
        switch (settings.wrapper()) {
            case ENVELOPE -> push.putAttributes("x-goog-version", "v1");
            case NONE -> push.getNoWrapperBuilder().setWriteMetadata(false);
            case NONE_WITH_METADATA -> push.getNoWrapperBuilder().setWriteMetadata(true);
        }
        return push.build();
    }

    private static Optional<RetryPolicy> retry(Subscription subscription) {
        if (!subscription.hasRetryPolicy()) {
            return Optional.empty();
        }
        com.google.pubsub.v1.RetryPolicy retry = subscription.getRetryPolicy();
        return Optional.of(new RetryPolicy(
                retry.hasMinimumBackoff() ? Durations.fromProto(retry.getMinimumBackoff()) : DEFAULT_MINIMUM_BACKOFF,
                retry.hasMaximumBackoff() ? Durations.fromProto(retry.getMaximumBackoff()) : DEFAULT_MAXIMUM_BACKOFF));
    }

    private static Optional<DeadLetterPolicy> deadLetter(Subscription subscription) {
        String topic = subscription.getDeadLetterPolicy().getDeadLetterTopic();
        if (topic.isEmpty()) {
            return Optional.empty();
        }
        int attempts = subscription.getDeadLetterPolicy().getMaxDeliveryAttempts();
        return Optional.of(new DeadLetterPolicy(TopicId.parse(topic), attempts == 0 ? 5 : attempts));
    }

    private static void refuseIf(boolean asked, String what) {
        if (asked) {
            throw new Refused(Refused.Reason.UNIMPLEMENTED, what + " are not part of the local cloud.");
        }
    }
}
