// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Message broker: holds all topics and subscriptions of the local cloud. Each call is atomic and never blocks. The caller
 * passes the current time, and calls again when messages may have become deliverable. Invalid calls throw {@link PubSubException}.
 *
 * <p>Every message that passes a subscription's filter ends there in exactly one way: acknowledged, dead-lettered or
 * expired.
 *
 * <p>The file is long because this class's lock provides all thread safety: each method is a few lines under it.
 */
public final class Broker {
    /** Maximum number of messages in one publish request. */
    public static final int MOST_DRAFTS = 1000;

    private static final String DELETED_TOPIC = "_deleted-topic_";

    private final Map<String, Topic> topics = new TreeMap<>();
    private final Map<String, Subscription> subscriptions = new TreeMap<>();
    private final MemoryBudget budget;
    private final RandomGenerator random;
    private final long firstId;
    private long published;

    /**
     * Creates a broker without topics.
     *
     * @param mostBytes the limit on the bytes of all backlogs together
     * @param random the random generator of faults
     * @param start the start time; makes message ids differ from those of earlier starts
     */
    public Broker(long mostBytes, RandomGenerator random, Instant start) {
        this.budget = new MemoryBudget(mostBytes);
        this.random = random;
        this.firstId = start.toEpochMilli() * 1000;
    }

    public synchronized TopicSettings createTopic(TopicSettings settings) {
        if (topics.putIfAbsent(settings.id().path(), new Topic(settings)) != null) {
            throw new PubSubException(
                    PubSubException.Reason.ALREADY_EXISTS, "Topic " + settings.id() + " exists already.");
        }
        return settings;
    }

    public synchronized TopicSettings updateTopic(TopicSettings changed) {
        topic(changed.id()).settings = changed;
        return changed;
    }

    public synchronized TopicSettings getTopic(TopicId id) {
        return topic(id).settings;
    }

    /** Deletes a topic. Its subscriptions keep their backlog and receive no more messages. */
    public synchronized void deleteTopic(TopicId id) {
        topic(id);
        topics.remove(id.path());
    }

    /** Lists the topics of a project by name. */
    public synchronized List<TopicSettings> listTopics(String project) {
        return topics.values().stream()
                .map(topic -> topic.settings)
                .filter(settings -> settings.id().project().equals(project))
                .toList();
    }

    public synchronized List<SubscriptionId> listTopicSubscriptions(TopicId id) {
        return List.copyOf(topic(id).subscriptions.keySet());
    }

    /**
     * Creates a subscription.
     *
     * @throws PubSubException also if its topic or its dead-letter topic does not exist
     */
    public synchronized SubscriptionSettings createSubscription(SubscriptionSettings settings) {
        if (subscriptions.containsKey(settings.id().path())) {
            throw new PubSubException(
                    PubSubException.Reason.ALREADY_EXISTS, "Subscription " + settings.id() + " exists already.");
        }
        Topic topic = topic(settings.topic());
        requireDeadLetterTopic(settings);
        Subscription subscription = new Subscription(settings, new ActiveFaults(random), budget, this::takeDeadLetter);
        subscriptions.put(settings.id().path(), subscription);
        topic.subscriptions.put(settings.id(), subscription);
        return settings;
    }

    /** Updates a subscription. Its topic, filter and ordering never change. */
    public synchronized SubscriptionSettings updateSubscription(SubscriptionSettings changed) {
        Subscription subscription = subscription(changed.id());
        SubscriptionSettings current = subscription.settings();
        if (!changed.topic().equals(current.topic())
                || !changed.filter().equals(current.filter())
                || changed.ordered() != current.ordered()) {
            throw PubSubException.invalid(
                    "A subscription's topic, filter and enable_message_ordering cannot be changed: create "
                            + "another subscription.");
        }
        if (!changed.deadLetter().equals(current.deadLetter())) {
            requireDeadLetterTopic(changed);
        }
        subscription.change(changed);
        return changed;
    }

    public synchronized SubscriptionSettings getSubscription(SubscriptionId id) {
        return subscription(id).settings();
    }

    /** Returns the name of a subscription's topic, or {@code _deleted-topic_}. */
    public synchronized String topicOf(SubscriptionId id) {
        return attachedTopic(id).map(topic -> topic.settings.id().path()).orElse(DELETED_TOPIC);
    }

    /** Returns the topic's name, or {@code _deleted-topic_}. */
    public synchronized String nameOf(TopicId id) {
        return topics.containsKey(id.path()) ? id.path() : DELETED_TOPIC;
    }

    /** Returns the retention of a subscription's topic; empty if it has none or is deleted. */
    public synchronized Optional<Duration> topicRetention(SubscriptionId id) {
        return attachedTopic(id).flatMap(topic -> topic.settings.retention());
    }

    public synchronized boolean isDetached(SubscriptionId id) {
        return subscription(id).isDetached();
    }

    public synchronized void deleteSubscription(SubscriptionId id, Instant now) {
        Subscription subscription = subscription(id);
        subscription.clear(now);
        subscriptions.remove(id.path());
        cutOff(id);
    }

    /** Detaches a subscription from its topic, irrevocably, and drops its backlog. */
    public synchronized void detachSubscription(SubscriptionId id, Instant now) {
        subscription(id).detach(now);
        cutOff(id);
    }

    /** Lists the subscriptions of a project by name. */
    public synchronized List<SubscriptionSettings> listSubscriptions(String project) {
        return subscriptions.values().stream()
                .map(Subscription::settings)
                .filter(settings -> settings.id().project().equals(project))
                .toList();
    }

    /**
     * Publishes all drafts or none.
     *
     * @return the messages' ids, in order
     * @throws PubSubException also if the memory budget is exhausted, or a fault makes the topic unavailable
     */
    public synchronized List<String> publish(TopicId id, List<Draft> drafts, Instant now) {
        Topic topic = topic(id);
        if (topic.answer503 > 0) {
            topic.answer503--;
            throw unavailable();
        }
        if (drafts.isEmpty() || drafts.size() > MOST_DRAFTS) {
            throw PubSubException.invalid(
                    "A publish request has 1 to " + MOST_DRAFTS + " messages, not " + drafts.size() + ".");
        }
        if (drafts.stream().map(Draft::orderingKey).distinct().count() > 1) {
            throw PubSubException.invalid(
                    "All messages of a publish request must have the same ordering_key, or none.");
        }
        return spread(topic, drafts, now);
    }

    /**
     * Leases messages to a consumer, within its flow control.
     *
     * @param mostBytes bytes after which no further message is added
     * @param deadline the ack deadline; empty for that of the subscription
     */
    public synchronized List<Delivery> lease(
            SubscriptionId id, Consumer consumer, int most, long mostBytes, Optional<Duration> deadline, Instant now) {
        Subscription subscription = attached(id);
        return subscription.lease(
                consumer,
                most,
                mostBytes,
                deadline.orElse(subscription.settings().ackDeadline()),
                now);
    }

    /** Acknowledges deliveries. Those past their deadline are ignored, and their messages are delivered again. */
    public synchronized void acknowledge(SubscriptionId id, Collection<String> ackIds, Instant now) {
        Subscription subscription = attached(id);
        subscription.advance(now);
        ackIds.forEach(ackId -> subscription.acknowledge(ackId, now));
    }

    /** Moves the deadline of deliveries to {@code now + deadline}, 0 to 600 seconds; zero causes a redelivery. */
    public synchronized void modifyDeadline(
            SubscriptionId id, Collection<String> ackIds, Duration deadline, Instant now) {
        if (deadline.isNegative() || deadline.toSeconds() > 600) {
            throw PubSubException.invalid(
                    "ack_deadline_seconds must be from 0 to 600, not " + deadline.toSeconds() + ".");
        }
        Subscription subscription = attached(id);
        subscription.advance(now);
        ackIds.forEach(ackId -> subscription.modifyDeadline(ackId, deadline, now));
    }

    /**
     * Acknowledges every message published before {@code time}, including future messages until then. Messages acknowledged
     * before are not replayed.
     *
     * @throws PubSubException also if the topic retains messages and an acknowledged message would have to be replayed
     */
    public synchronized void seek(SubscriptionId id, Instant time, Instant now) {
        Subscription subscription = attached(id);
        if (topicRetention(id).isPresent() && subscription.hasAcknowledgedSince(time)) {
            throw new PubSubException(
                    PubSubException.Reason.UNIMPLEMENTED,
                    "Replay of acknowledged messages is not part of the local cloud: seek to a later time.");
        }
        subscription.seek(time, now);
    }

    /** Advances the time: expires messages and deadlines. Returns the subscriptions that may have messages to deliver. */
    public synchronized List<SubscriptionId> advance(Instant now) {
        List<SubscriptionId> deliverable = new ArrayList<>();
        for (Subscription subscription : List.copyOf(subscriptions.values())) {
            if (subscription.isExpired(now)) {
                deleteSubscription(subscription.settings().id(), now);
            } else {
                subscription.advance(now);
            }
        }
        for (Subscription subscription : subscriptions.values()) {
            if (subscription.hasDeliverable()) {
                deliverable.add(subscription.settings().id());
            }
        }
        return deliverable;
    }

    public synchronized Faults faults(SubscriptionId id) {
        return subscription(id).faults().left();
    }

    public synchronized void setFaults(SubscriptionId id, Faults faults) {
        subscription(id).faults().set(faults);
    }

    /** Makes the next {@code count} publish requests to the topic fail as unavailable. */
    public synchronized void setAnswer503(TopicId id, int count) {
        topic(id).answer503 = count;
    }

    public synchronized int answer503(TopicId id) {
        return topic(id).answer503;
    }

    /** Takes one answer503 fault, if any is left. Returns true if this delivery must fail as unavailable. */
    public synchronized boolean takeAnswer503(SubscriptionId id) {
        return subscription(id).faults().takeAnswer503();
    }

    /** Takes one killFunction fault, if any is left. Returns true if this delivery must kill its function. */
    public synchronized boolean takeKillFunction(SubscriptionId id) {
        return subscription(id).faults().takeKillFunction();
    }

    /** Returns the oldest messages of the backlog, at most {@code most}. */
    public synchronized List<QueuedMessage> peek(SubscriptionId id, int most) {
        return subscription(id).peek(most);
    }

    /** Returns the metrics of all topics by name, without subscriptions whose topic is deleted. */
    public synchronized List<TopicReport> report() {
        return topics.values().stream()
                .map(topic -> new TopicReport(
                        topic.settings,
                        topic.published,
                        topic.subscriptions.values().stream()
                                .map(Subscription::report)
                                .toList()))
                .toList();
    }

    /** Creates the error of a call that a fault makes fail. */
    public static PubSubException unavailable() {
        return new PubSubException(
                PubSubException.Reason.UNAVAILABLE, "Unavailable, as the answer503 fault asked for; try again.");
    }

    private List<String> spread(Topic topic, List<Draft> drafts, Instant now) {
        checkRoom(topic, drafts);
        Instant publishTime = now.truncatedTo(ChronoUnit.MILLIS);
        List<String> ids = new ArrayList<>(drafts.size());
        for (Draft draft : drafts) {
            String id = Long.toString(firstId + ++published);
            Message message =
                    new Message(id, publishTime, draft.data(), draft.attributes(), draft.orderingKey(), draft.size());
            ids.add(id);
            for (Subscription subscription : topic.subscriptions.values()) {
                if (subscription.wants(draft)) {
                    subscription.enqueue(message, now);
                }
            }
        }
        topic.published += drafts.size();
        return ids;
    }

    private void checkRoom(Topic topic, List<Draft> drafts) {
        long bytes = 0;
        for (Draft draft : drafts) {
            for (Subscription subscription : topic.subscriptions.values()) {
                bytes += subscription.wants(draft) ? draft.size() + BacklogEntry.OVERHEAD : 0;
            }
        }
        if (!budget.hasRoom(bytes)) {
            throw budget.exhausted();
        }
    }

    private boolean takeDeadLetter(
            SubscriptionSettings from, DeadLetterPolicy policy, Message message, int attempts, Instant now) {
        Topic topic = topics.get(policy.topic().path());
        if (topic == null) {
            return false;
        }
        Draft letter = DeadLetter.of(from, message, attempts);
        try {
            spread(topic, List.of(letter), now);
            return true;
        } catch (PubSubException noRoom) {
            return false;
        }
    }

    private void requireDeadLetterTopic(SubscriptionSettings settings) {
        settings.deadLetter().ifPresent(policy -> topic(policy.topic()));
    }

    private Optional<Topic> attachedTopic(SubscriptionId id) {
        Topic topic = topics.get(subscription(id).settings().topic().path());
        return Optional.ofNullable(topic).filter(attached -> attached.subscriptions.containsKey(id));
    }

    private void cutOff(SubscriptionId id) {
        topics.values().forEach(topic -> topic.subscriptions.remove(id));
    }

    private Topic topic(TopicId id) {
        Topic topic = topics.get(id.path());
        if (topic == null) {
            throw new PubSubException(
                    PubSubException.Reason.NOT_FOUND, "Topic " + id + " does not exist; create it first.");
        }
        return topic;
    }

    private Subscription subscription(SubscriptionId id) {
        Subscription subscription = subscriptions.get(id.path());
        if (subscription == null) {
            throw new PubSubException(
                    PubSubException.Reason.NOT_FOUND, "Subscription " + id + " does not exist; create it first.");
        }
        return subscription;
    }

    private Subscription attached(SubscriptionId id) {
        Subscription subscription = subscription(id);
        if (subscription.isDetached()) {
            throw new PubSubException(
                    PubSubException.Reason.FAILED_PRECONDITION,
                    "Subscription " + id + " is detached from its topic; delete it and create another.");
        }
        return subscription;
    }
}
