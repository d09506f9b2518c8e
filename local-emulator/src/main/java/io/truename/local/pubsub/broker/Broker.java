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
 * Every topic and subscription of the local cloud. Each call is atomic and never waits; the caller says what time it is
 * and asks again when something may have become deliverable. All names are checked: {@link Refused} says what is wrong.
 *
 * <p>Every message that a subscription wants ends there in exactly one way: acknowledged, dead-lettered or expired.
 *
 * <p>Long, because this one lock is all the thread safety there is: each method is a few lines under it.
 */
public final class Broker {
    /** Messages that one publish request may have. */
    public static final int MOST_DRAFTS = 1000;

    private static final String DELETED_TOPIC = "_deleted-topic_";

    private final Map<String, Topic> topics = new TreeMap<>();
    private final Map<String, Subscription> subscriptions = new TreeMap<>();
    private final MemoryBudget budget;
    private final RandomGenerator random;
    private final long firstId;
    private long published;

    /**
     * An empty broker.
     *
     * @param mostBytes how many bytes all backlogs may hold together
     * @param random decides where faults strike
     * @param start keeps the message ids of this start apart from those of earlier ones
     */
    public Broker(long mostBytes, RandomGenerator random, Instant start) {
        this.budget = new MemoryBudget(mostBytes);
        this.random = random;
        this.firstId = start.toEpochMilli() * 1000;
    }

    public synchronized TopicSettings createTopic(TopicSettings settings) {
        if (topics.putIfAbsent(settings.id().path(), new Topic(settings)) != null) {
            throw new Refused(Refused.Reason.ALREADY_EXISTS, "Topic " + settings.id() + " exists already.");
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

    /** Deletes the topic; its subscriptions keep their backlog and get nothing more. */
    public synchronized void deleteTopic(TopicId id) {
        topic(id);
        topics.remove(id.path());
    }

    /** By name. */
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
     * @throws Refused also if its topic or its dead-letter topic does not exist
     */
    public synchronized SubscriptionSettings createSubscription(SubscriptionSettings settings) {
        if (subscriptions.containsKey(settings.id().path())) {
            throw new Refused(Refused.Reason.ALREADY_EXISTS, "Subscription " + settings.id() + " exists already.");
        }
        Topic topic = topic(settings.topic());
        requireDeadLetterTopic(settings);
        Subscription subscription = new Subscription(settings, new ActiveFaults(random), budget, this::takeDeadLetter);
        subscriptions.put(settings.id().path(), subscription);
        topic.subscriptions.put(settings.id(), subscription);
        return settings;
    }

    /** Changes what may change: topic, filter and ordering stay as they were created. */
    public synchronized SubscriptionSettings updateSubscription(SubscriptionSettings changed) {
        Subscription subscription = subscription(changed.id());
        SubscriptionSettings current = subscription.settings();
        if (!changed.topic().equals(current.topic())
                || !changed.filter().equals(current.filter())
                || changed.ordered() != current.ordered()) {
            throw Refused.invalid(
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

    /** The name of a subscription's topic, or {@code _deleted-topic_}. */
    public synchronized String topicOf(SubscriptionId id) {
        return attachedTopic(id).map(topic -> topic.settings.id().path()).orElse(DELETED_TOPIC);
    }

    /** The topic's name, or {@code _deleted-topic_}. */
    public synchronized String nameOf(TopicId id) {
        return topics.containsKey(id.path()) ? id.path() : DELETED_TOPIC;
    }

    /** The retention of a subscription's topic; empty when it has none or is gone. */
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

    /** Cuts the subscription off its topic for good and forgets its backlog. */
    public synchronized void detachSubscription(SubscriptionId id, Instant now) {
        subscription(id).detach(now);
        cutOff(id);
    }

    /** By name. */
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
     * @throws Refused also when a backlog has no room, or the topic is to answer 503
     */
    public synchronized List<String> publish(TopicId id, List<Draft> drafts, Instant now) {
        Topic topic = topic(id);
        if (topic.answer503 > 0) {
            topic.answer503--;
            throw unavailable();
        }
        if (drafts.isEmpty() || drafts.size() > MOST_DRAFTS) {
            throw Refused.invalid(
                    "A publish request has 1 to " + MOST_DRAFTS + " messages, not " + drafts.size() + ".");
        }
        if (drafts.stream().map(Draft::orderingKey).distinct().count() > 1) {
            throw Refused.invalid("All messages of a publish request must have the same ordering_key, or none.");
        }
        return spread(topic, drafts, now);
    }

    /**
     * Hands out messages for which {@code consumer} has room.
     *
     * @param mostBytes bytes after which no further message is added
     * @param deadline how long the consumer has; empty for the subscription's own ack deadline
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

    /** Acknowledges deliveries; those whose deadline has passed are ignored, and their messages delivered again. */
    public synchronized void acknowledge(SubscriptionId id, Collection<String> ackIds, Instant now) {
        Subscription subscription = attached(id);
        subscription.advance(now);
        ackIds.forEach(ackId -> subscription.acknowledge(ackId, now));
    }

    /** Gives deliveries until {@code now + deadline}, 0 to 600 seconds; zero asks for another delivery. */
    public synchronized void modifyDeadline(
            SubscriptionId id, Collection<String> ackIds, Duration deadline, Instant now) {
        if (deadline.isNegative() || deadline.toSeconds() > 600) {
            throw Refused.invalid("ack_deadline_seconds must be from 0 to 600, not " + deadline.toSeconds() + ".");
        }
        Subscription subscription = attached(id);
        subscription.advance(now);
        ackIds.forEach(ackId -> subscription.modifyDeadline(ackId, deadline, now));
    }

    /**
     * Acknowledges everything published before {@code time}, also what is yet to be published until then. What was acknowledged
     * before does not come back.
     *
     * @throws Refused also if the topic keeps messages for a replay, and one that was acknowledged would have to come back
     */
    public synchronized void seek(SubscriptionId id, Instant time, Instant now) {
        Subscription subscription = attached(id);
        if (topicRetention(id).isPresent() && subscription.hasAcknowledgedSince(time)) {
            throw new Refused(
                    Refused.Reason.UNIMPLEMENTED,
                    "Replay of acknowledged messages is not part of the local cloud: seek to a later time.");
        }
        subscription.seek(time, now);
    }

    /** Lets time pass and tells which subscriptions may have something to deliver. */
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

    /** The next {@code count} publish requests to the topic fail as unavailable. */
    public synchronized void setAnswer503(TopicId id, int count) {
        topic(id).answer503 = count;
    }

    public synchronized int answer503(TopicId id) {
        return topic(id).answer503;
    }

    /** Whether this delivery is to fail as unavailable; counts it. */
    public synchronized boolean takeAnswer503(SubscriptionId id) {
        return subscription(id).faults().takeAnswer503();
    }

    /** Whether this delivery is to kill its function; counts it. */
    public synchronized boolean takeKillFunction(SubscriptionId id) {
        return subscription(id).faults().takeKillFunction();
    }

    /** The oldest messages of the backlog, at most so many. */
    public synchronized List<QueuedMessage> peek(SubscriptionId id, int most) {
        return subscription(id).peek(most);
    }

    /** By name; a subscription whose topic is deleted is not in it. */
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

    /** What a call meets that a fault makes fail. */
    public static Refused unavailable() {
        return new Refused(Refused.Reason.UNAVAILABLE, "Unavailable, as the answer503 fault asked for; try again.");
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
                bytes += subscription.wants(draft) ? draft.size() + Entry.OVERHEAD : 0;
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
        } catch (Refused noRoom) {
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
            throw new Refused(Refused.Reason.NOT_FOUND, "Topic " + id + " does not exist; create it first.");
        }
        return topic;
    }

    private Subscription subscription(SubscriptionId id) {
        Subscription subscription = subscriptions.get(id.path());
        if (subscription == null) {
            throw new Refused(Refused.Reason.NOT_FOUND, "Subscription " + id + " does not exist; create it first.");
        }
        return subscription;
    }

    private Subscription attached(SubscriptionId id) {
        Subscription subscription = subscription(id);
        if (subscription.isDetached()) {
            throw new Refused(
                    Refused.Reason.FAILED_PRECONDITION,
                    "Subscription " + id + " is detached from its topic; delete it and create another.");
        }
        return subscription;
    }
}
