// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.grpc;

import com.google.pubsub.v1.ExpirationPolicy;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import io.truename.local.pubsub.broker.DeadLetterPolicy;
import io.truename.local.pubsub.broker.PubSubException;
import io.truename.local.pubsub.broker.PushSettings;
import io.truename.local.pubsub.broker.RetryPolicy;
import io.truename.local.pubsub.broker.SubscriptionId;
import io.truename.local.pubsub.broker.SubscriptionSettings;
import io.truename.local.pubsub.broker.TopicId;
import io.truename.local.pubsub.broker.TopicSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Converter of topics and subscriptions between Protobuf and the broker's settings. Refuses {@link UnsupportedFields}. */
final class SettingsTranslation {
    private static final String VERSION = "x-goog-version";
    private static final Duration DEFAULT_MINIMUM_BACKOFF = Duration.ofSeconds(10);
    private static final Duration DEFAULT_MAXIMUM_BACKOFF = Duration.ofMinutes(10);

    private SettingsTranslation() {}

    static TopicSettings fromProto(Topic topic) {
        UnsupportedFields.refuse(topic);
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
        UnsupportedFields.refuse(subscription);
        if (subscription.getDetached()) {
            throw invalid("detached must be false: detach a subscription with DetachSubscription.");
        }
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
                expiration(subscription),
                subscription.getLabelsMap());
    }

    /** Converts settings; {@link #fromProto(Subscription)} is the inverse. */
    static Subscription toProto(SubscriptionSettings settings) {
        Subscription.Builder subscription = Subscription.newBuilder()
                .setName(settings.id().path())
                .setTopic(settings.topic().path())
                .setFilter(settings.filter())
                .setAckDeadlineSeconds((int) settings.ackDeadline().toSeconds())
                .setMessageRetentionDuration(Durations.toProto(settings.retention()))
                .setEnableMessageOrdering(settings.ordered())
                .setExpirationPolicy(expiration(settings))
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

    /** Converts push settings. The cloud writes "pull" as an empty configuration, so the result is empty then. */
    static Optional<PushSettings> fromProto(PushConfig push) {
        checkAttributes(push);
        if (push.getPushEndpoint().isEmpty()) {
            if (push.hasOidcToken() || push.hasNoWrapper() || push.hasPubsubWrapper()) {
                throw invalid("push_config.push_endpoint must be given with the other fields of push_config.");
            }
            return Optional.empty();
        }
        URI endpoint;
        try {
            endpoint = URI.create(push.getPushEndpoint());
        } catch (IllegalArgumentException malformed) {
            throw invalid(
                    "The push endpoint \"" + push.getPushEndpoint() + "\" is no URL: " + malformed.getMessage() + ".");
        }
        if (push.hasOidcToken() && push.getOidcToken().getServiceAccountEmail().isEmpty()) {
            throw invalid("push_config.oidc_token.service_account_email must be given.");
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
            case ENVELOPE -> push.putAttributes(VERSION, "v1");
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
        if (!subscription.hasDeadLetterPolicy()) {
            return Optional.empty();
        }
        String topic = subscription.getDeadLetterPolicy().getDeadLetterTopic();
        if (topic.isEmpty()) {
            throw invalid("dead_letter_policy.dead_letter_topic must be given.");
        }
        int attempts = subscription.getDeadLetterPolicy().getMaxDeliveryAttempts();
        return Optional.of(new DeadLetterPolicy(TopicId.parse(topic), attempts == 0 ? 5 : attempts));
    }

    /** Converts the expiration. The cloud writes "never" as a policy without time to live, so the result is empty then. */
    private static Optional<Duration> expiration(Subscription subscription) {
        if (!subscription.hasExpirationPolicy()) {
            return Optional.of(SubscriptionSettings.DEFAULT_EXPIRATION);
        }
        ExpirationPolicy policy = subscription.getExpirationPolicy();
        return policy.hasTtl() ? Optional.of(Durations.fromProto(policy.getTtl())) : Optional.empty();
    }

    private static ExpirationPolicy expiration(SubscriptionSettings settings) {
        ExpirationPolicy.Builder policy = ExpirationPolicy.newBuilder();
        settings.expiration().ifPresent(idle -> policy.setTtl(Durations.toProto(idle)));
        return policy.build();
    }

    /** Checks the push attributes. The only known one is the version of the envelope's format. */
    private static void checkAttributes(PushConfig push) {
        push.getAttributesMap().forEach((name, value) -> {
            if (!name.equals(VERSION)) {
                throw invalid(
                        "push_config.attributes has \"" + name + "\"; the one attribute there is is " + VERSION + ".");
            }
            if (value.equals("v1beta1")) {
                throw new PubSubException(
                        PubSubException.Reason.UNIMPLEMENTED,
                        VERSION + " v1beta1 is not part of the local cloud: use v1.");
            }
            if (!value.equals("v1") && !value.equals("v1beta2")) {
                throw invalid(VERSION + " must be v1, v1beta1 or v1beta2, not \"" + value + "\".");
            }
        });
    }

    private static PubSubException invalid(String message) {
        return new PubSubException(PubSubException.Reason.INVALID_ARGUMENT, message);
    }
}
