// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * State machine of one subscription. Each message of the backlog is in exactly one {@link BacklogEntry.State}. States that are
 * searched by time or rank have a sorted set, so every operation takes time logarithmic in the backlog.
 *
 * <p>Ordering keys: {@link OrderingKeyQueue} keeps a key's messages in order. While a consumer holds some of them, the later
 * ones go to that consumer only. When one fails, every later message of the key that was delivered, acknowledged or not, is
 * taken back and delivered again after it, as in the cloud. This is not a failed attempt of the later messages.
 *
 * <p>The file is long because all these rules move entries between the same few sets. Not thread-safe: {@link Broker} guards
 * it.
 */
final class Subscription {
    private static final Comparator<BacklogEntry> BY_RANK =
            Comparator.comparingLong(BacklogEntry::rank).thenComparingLong(BacklogEntry::sequence);
    private static final Comparator<BacklogEntry> BY_START =
            Comparator.comparing(BacklogEntry::notBefore).thenComparingLong(BacklogEntry::sequence);
    private static final Comparator<BacklogEntry> BY_DEADLINE =
            Comparator.comparing(BacklogEntry::deadline).thenComparingLong(BacklogEntry::sequence);

    /** Sink for messages that failed too often. Returns false if it cannot take a message, which then stays. */
    @FunctionalInterface
    interface DeadLetters {
        boolean take(SubscriptionSettings from, DeadLetterPolicy policy, Message message, int attempts, Instant now);
    }

    private final ActiveFaults faults;
    private final MemoryBudget budget;
    private final DeadLetters deadLetters;
    private final TreeMap<Long, BacklogEntry> backlog = new TreeMap<>();
    private final TreeSet<BacklogEntry> ready = new TreeSet<>(BY_RANK);
    private final TreeSet<BacklogEntry> waiting = new TreeSet<>(BY_START);
    private final TreeSet<BacklogEntry> leased = new TreeSet<>(BY_DEADLINE);
    private final Map<String, OrderingKeyQueue> queues = new HashMap<>();
    private SubscriptionSettings settings;
    private Filter filter;
    private boolean detached;
    private Instant acknowledgedBefore = Instant.MIN;
    private Instant newestAcked = Instant.MIN;
    /** Time of the first tick after the last use; null between a use and that tick. */
    private @Nullable Instant idleSince;

    private long lastSequence;
    private long lastLease;
    private long acked;
    private long lateAcks;
    private long deadLettered;
    private long expired;

    Subscription(SubscriptionSettings settings, ActiveFaults faults, MemoryBudget budget, DeadLetters deadLetters) {
        this.settings = settings;
        this.filter = Filter.parse(settings.filter());
        this.faults = faults;
        this.budget = budget;
        this.deadLetters = deadLetters;
    }

    SubscriptionSettings settings() {
        return settings;
    }

    void change(SubscriptionSettings changed) {
        idleSince = null;
        settings = changed;
        filter = Filter.parse(changed.filter());
    }

    ActiveFaults faults() {
        return faults;
    }

    boolean isDetached() {
        return detached;
    }

    /** Detaches the subscription from its topic, irrevocably, and drops its backlog. */
    void detach(Instant now) {
        detached = true;
        clear(now);
    }

    /** Drops the backlog. */
    void clear(Instant now) {
        while (!backlog.isEmpty()) {
            remove(backlog.lastEntry().getValue(), now);
        }
        queues.clear();
    }

    boolean wants(Draft draft) {
        return !detached && filter.matches(draft.attributes());
    }

    void enqueue(Message message, Instant now) {
        if (message.publishTime().isBefore(acknowledgedBefore)) {
            acked++;
            return;
        }
        lastSequence += 2;
        OrderingKeyQueue queue = settings.ordered() && !message.orderingKey().isEmpty()
                ? queues.computeIfAbsent(message.orderingKey(), OrderingKeyQueue::new)
                : null;
        long rank = queue == null ? faults.rank(lastSequence) : lastSequence;
        admit(new BacklogEntry(lastSequence, rank, message, queue, now.plus(faults.hold())), now);
    }

    /** Whether a message may be deliverable to some consumer. May be true in vain when a consumer holds an ordering key. */
    boolean hasDeliverable() {
        return !ready.isEmpty() || !queues.isEmpty();
    }

    /** Leases messages to a consumer, within its flow control; at least one if a message is ready and the consumer has room. */
    List<Delivery> lease(Consumer consumer, int most, long mostBytes, Duration deadline, Instant now) {
        advance(now);
        List<Delivery> deliveries = new ArrayList<>();
        long bytes = 0;
        while (deliveries.size() < most && consumer.hasRoom()) {
            BacklogEntry entry = first(consumer);
            if (entry == null || (bytes > 0 && bytes + entry.message.size() > mostBytes)) {
                break;
            }
            idleSince = null;
            bytes += entry.message.size();
            take(entry, consumer, now.plus(deadline), now);
            int attempt = settings.deadLetter().isPresent() ? entry.attempts : 0;
            deliveries.add(new Delivery(entry.ackId(), entry.message, attempt, entry.deadline));
        }
        return deliveries;
    }

    void acknowledge(String ackId, Instant now) {
        idleSince = null;
        BacklogEntry entry = find(ackId);
        if (entry == null) {
            lateAcks++;
        } else if (!faults.losesAck()) {
            release(entry);
            entry.state = BacklogEntry.State.ACKED_EARLY;
            if (entry.queue == null) {
                remove(entry, now);
                countAcked(entry);
            } else {
                removeAckedHead(entry.queue, now);
            }
        }
    }

    /** Moves the deadline of a delivery to {@code now + deadline}; zero fails it at once. An expired ack id is ignored. */
    void modifyDeadline(String ackId, Duration deadline, Instant now) {
        idleSince = null;
        BacklogEntry entry = find(ackId);
        if (entry != null && deadline.isZero()) {
            fail(entry, now);
        } else if (entry != null) {
            leased.remove(entry);
            entry.deadline = now.plus(deadline);
            leased.add(entry);
        }
    }

    /** Advances the time: expires messages, fails deliveries past their deadline, and ends delays. */
    void advance(Instant now) {
        idleSince = idleSince == null ? now : idleSince;
        while (!backlog.isEmpty() && isExpired(backlog.firstEntry().getValue(), now)) {
            remove(backlog.firstEntry().getValue(), now);
            expired++;
        }
        while (!leased.isEmpty() && !leased.first().deadline.isAfter(now)) {
            fail(leased.first(), now);
        }
        while (!waiting.isEmpty() && !waiting.first().notBefore.isAfter(now)) {
            offer(waiting.pollFirst(), now);
        }
    }

    /** Acknowledges every message published before {@code time}, including future messages. */
    void seek(Instant time, Instant now) {
        idleSince = null;
        acknowledgedBefore = time;
        while (!backlog.isEmpty()
                && backlog.firstEntry().getValue().message.publishTime().isBefore(time)) {
            BacklogEntry entry = backlog.firstEntry().getValue();
            remove(entry, now);
            countAcked(entry);
        }
    }

    /** Whether a message published at {@code time} or later has been acknowledged. */
    boolean hasAcknowledgedSince(Instant time) {
        return !newestAcked.isBefore(time);
    }

    /** Whether the subscription has been idle for its time to live and must be deleted. */
    boolean isExpired(Instant now) {
        Instant since = idleSince;
        return since != null
                && settings.expiration()
                        .filter(idle -> !since.plus(idle).isAfter(now))
                        .isPresent();
    }

    private void countAcked(BacklogEntry entry) {
        acked++;
        Instant published = entry.message.publishTime();
        newestAcked = published.isAfter(newestAcked) ? published : newestAcked;
    }

    List<QueuedMessage> peek(int most) {
        return backlog.values().stream()
                .limit(most)
                .map(entry -> new QueuedMessage(
                        entry.message,
                        entry.attempts,
                        entry.state.name(),
                        entry.state == BacklogEntry.State.LEASED ? entry.deadline : entry.notBefore))
                .toList();
    }

    SubscriptionReport report() {
        Faults left = faults.left();
        return new SubscriptionReport(
                settings,
                backlog.size(),
                leased.size(),
                backlog.isEmpty()
                        ? Optional.empty()
                        : Optional.of(backlog.firstEntry().getValue().message.publishTime()),
                acked,
                lateAcks,
                deadLettered,
                expired,
                left.equals(Faults.NONE) ? Optional.empty() : Optional.of(left));
    }

    private boolean isExpired(BacklogEntry entry, Instant now) {
        return !entry.message.publishTime().plus(settings.retention()).isAfter(now);
    }

    private void admit(BacklogEntry entry, Instant now) {
        budget.take(entry.cost());
        backlog.put(entry.sequence(), entry);
        OrderingKeyQueue queue = entry.queue;
        if (queue == null) {
            offer(entry, now);
        } else {
            queue.entries.put(entry.sequence(), entry);
            if (queue.next == null) {
                queue.next = entry;
                offer(entry, now);
            }
        }
    }

    /** Makes an entry that is in no set ready or waiting. */
    private void offer(BacklogEntry entry, Instant now) {
        if (entry.notBefore.isAfter(now)) {
            entry.state = BacklogEntry.State.WAITING;
            waiting.add(entry);
        } else {
            entry.state = BacklogEntry.State.READY;
            readySetOf(entry).add(entry);
        }
    }

    private Set<BacklogEntry> readySetOf(BacklogEntry entry) {
        return entry.queue != null && entry.queue.holder != null ? entry.queue.holder.bound : ready;
    }

    private @Nullable BacklogEntry first(Consumer consumer) {
        BacklogEntry shared = ready.isEmpty() ? null : ready.first();
        BacklogEntry own = consumer.bound.isEmpty() ? null : consumer.bound.first();
        if (shared == null || own == null) {
            return shared == null ? own : shared;
        }
        return BY_RANK.compare(shared, own) < 0 ? shared : own;
    }

    private void take(BacklogEntry entry, Consumer consumer, Instant deadline, Instant now) {
        readySetOf(entry).remove(entry);
        entry.state = BacklogEntry.State.LEASED;
        entry.deadline = deadline;
        entry.attempts++;
        entry.lease = ++lastLease;
        entry.consumer = consumer;
        consumer.took(entry);
        leased.add(entry);
        OrderingKeyQueue queue = entry.queue;
        if (queue != null) {
            queue.took(consumer);
            queue.next = null;
        }
        if (entry.attempts == 1 && entry.isOriginal() && !entry.copied && faults.duplicates()) {
            entry.copied = true;
            admit(new BacklogEntry(entry.sequence() + 1, entry.rank(), entry.message, queue, now), now);
        }
        if (queue != null && queue.next == null) {
            advanceQueue(queue, entry, now);
        }
    }

    private void advanceQueue(OrderingKeyQueue queue, BacklogEntry taken, Instant now) {
        queue.next = queue.after(taken);
        if (queue.next != null) {
            offer(queue.next, now);
        }
    }

    private void release(BacklogEntry entry) {
        leased.remove(entry);
        if (entry.consumer != null) {
            entry.consumer.released(entry);
        }
        entry.consumer = null;
        OrderingKeyQueue queue = entry.queue;
        if (queue != null) {
            Consumer holder = queue.holder;
            if (queue.released() && holder != null && queue.next != null && holder.bound.remove(queue.next)) {
                ready.add(queue.next);
            }
        }
    }

    /** Removes the acknowledged messages at the head of the queue. */
    private void removeAckedHead(OrderingKeyQueue queue, Instant now) {
        while (!queue.entries.isEmpty()
                && queue.entries.firstEntry().getValue().state == BacklogEntry.State.ACKED_EARLY) {
            BacklogEntry entry = queue.entries.firstEntry().getValue();
            remove(entry, now);
            countAcked(entry);
        }
    }

    private void fail(BacklogEntry entry, Instant now) {
        release(entry);
        entry.failures++;
        DeadLetterPolicy policy = settings.deadLetter().orElse(null);
        if (policy != null
                && entry.attempts >= policy.maxDeliveryAttempts()
                && deadLetters.take(settings, policy, entry.message, entry.attempts, now)) {
            entry.state = BacklogEntry.State.BEHIND;
            remove(entry, now);
            deadLettered++;
            return;
        }
        entry.notBefore = now.plus(
                settings.retry().map(retry -> retry.delay(entry.failures)).orElse(Duration.ZERO));
        if (entry.queue != null) {
            rewind(entry.queue, entry);
        }
        offer(entry, now);
    }

    /** Takes back every delivered message behind a failed one, and makes the failed one the next of its queue. */
    private void rewind(OrderingKeyQueue queue, BacklogEntry failed) {
        for (BacklogEntry later :
                queue.entries.tailMap(failed.sequence(), false).values()) {
            if (later.state == BacklogEntry.State.BEHIND) {
                break;
            }
            withdraw(later);
            later.attempts -= later.state == BacklogEntry.State.LEASED ? 1 : 0;
            later.state = BacklogEntry.State.BEHIND;
        }
        queue.next = failed;
    }

    /** Removes an entry from its set. */
    private void withdraw(BacklogEntry entry) {
        switch (entry.state) {
            case READY -> readySetOf(entry).remove(entry);
            case WAITING -> waiting.remove(entry);
            case LEASED -> release(entry);
            case BEHIND, ACKED_EARLY -> {}
        }
    }

    private void remove(BacklogEntry entry, Instant now) {
        withdraw(entry);
        backlog.remove(entry.sequence());
        budget.giveBack(entry.cost());
        OrderingKeyQueue queue = entry.queue;
        if (queue == null) {
            return;
        }
        if (queue.next == entry) {
            advanceQueue(queue, entry, now);
        }
        boolean wasFirst = queue.entries.firstKey() == entry.sequence();
        queue.entries.remove(entry.sequence());
        if (queue.entries.isEmpty()) {
            queues.remove(queue.key);
        } else if (wasFirst && entry.state != BacklogEntry.State.ACKED_EARLY) {
            removeAckedHead(queue, now);
        }
    }

    private @Nullable BacklogEntry find(String ackId) {
        int dash = ackId.indexOf('-');
        try {
            BacklogEntry entry =
                    backlog.get(Long.parseLong(ackId.substring(0, Math.max(dash, 0)), Character.MAX_RADIX));
            long lease = Long.parseLong(ackId.substring(dash + 1), Character.MAX_RADIX);
            return entry != null && entry.state == BacklogEntry.State.LEASED && entry.lease == lease ? entry : null;
        } catch (NumberFormatException malformed) {
            throw PubSubException.invalid("\"" + ackId + "\" is no ack id of this subscription.");
        }
    }
}
