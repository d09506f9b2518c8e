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
 * State machine of one subscription. Each message of the backlog is in exactly one {@link Entry.Place}. States that are
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
    private static final Comparator<Entry> BY_RANK =
            Comparator.comparingLong(Entry::rank).thenComparingLong(Entry::sequence);
    private static final Comparator<Entry> BY_START =
            Comparator.comparing(Entry::notBefore).thenComparingLong(Entry::sequence);
    private static final Comparator<Entry> BY_DEADLINE =
            Comparator.comparing(Entry::deadline).thenComparingLong(Entry::sequence);

    /** Sink for messages that failed too often. Returns false if it cannot take a message, which then stays. */
    @FunctionalInterface
    interface DeadLetters {
        boolean take(SubscriptionSettings from, DeadLetterPolicy policy, Message message, int attempts, Instant now);
    }

    private final ActiveFaults faults;
    private final MemoryBudget budget;
    private final DeadLetters deadLetters;
    private final TreeMap<Long, Entry> backlog = new TreeMap<>();
    private final TreeSet<Entry> ready = new TreeSet<>(BY_RANK);
    private final TreeSet<Entry> waiting = new TreeSet<>(BY_START);
    private final TreeSet<Entry> leased = new TreeSet<>(BY_DEADLINE);
    private final Map<String, OrderingKeyQueue> lines = new HashMap<>();
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
        lines.clear();
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
        OrderingKeyQueue line = settings.ordered() && !message.orderingKey().isEmpty()
                ? lines.computeIfAbsent(message.orderingKey(), OrderingKeyQueue::new)
                : null;
        long rank = line == null ? faults.rank(lastSequence) : lastSequence;
        admit(new Entry(lastSequence, rank, message, line, now.plus(faults.hold())), now);
    }

    /** Whether a message may be deliverable to some consumer. May be true in vain when a consumer holds an ordering key. */
    boolean hasDeliverable() {
        return !ready.isEmpty() || !lines.isEmpty();
    }

    /** Leases messages to a consumer, within its flow control; at least one if a message is ready and the consumer has room. */
    List<Delivery> lease(Consumer consumer, int most, long mostBytes, Duration deadline, Instant now) {
        advance(now);
        List<Delivery> deliveries = new ArrayList<>();
        long bytes = 0;
        while (deliveries.size() < most && consumer.hasRoom()) {
            Entry entry = first(consumer);
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
        Entry entry = find(ackId);
        if (entry == null) {
            lateAcks++;
        } else if (!faults.losesAck()) {
            release(entry);
            entry.place = Entry.Place.ACKED_EARLY;
            if (entry.line == null) {
                remove(entry, now);
                countAcked(entry);
            } else {
                countEarlyAcks(entry.line, now);
            }
        }
    }

    /** Moves the deadline of a delivery to {@code now + deadline}; zero fails it at once. An expired ack id is ignored. */
    void modifyDeadline(String ackId, Duration deadline, Instant now) {
        idleSince = null;
        Entry entry = find(ackId);
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
            Entry entry = backlog.firstEntry().getValue();
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

    private void countAcked(Entry entry) {
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
                        entry.place.name(),
                        entry.place == Entry.Place.LEASED ? entry.deadline : entry.notBefore))
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

    private boolean isExpired(Entry entry, Instant now) {
        return !entry.message.publishTime().plus(settings.retention()).isAfter(now);
    }

    private void admit(Entry entry, Instant now) {
        budget.take(entry.cost());
        backlog.put(entry.sequence(), entry);
        OrderingKeyQueue line = entry.line;
        if (line == null) {
            offer(entry, now);
        } else {
            line.entries.put(entry.sequence(), entry);
            if (line.next == null) {
                line.next = entry;
                offer(entry, now);
            }
        }
    }

    /** Makes an entry that is in no set ready or waiting. */
    private void offer(Entry entry, Instant now) {
        if (entry.notBefore.isAfter(now)) {
            entry.place = Entry.Place.WAITING;
            waiting.add(entry);
        } else {
            entry.place = Entry.Place.READY;
            readySetOf(entry).add(entry);
        }
    }

    private Set<Entry> readySetOf(Entry entry) {
        return entry.line != null && entry.line.holder != null ? entry.line.holder.bound : ready;
    }

    private @Nullable Entry first(Consumer consumer) {
        Entry shared = ready.isEmpty() ? null : ready.first();
        Entry own = consumer.bound.isEmpty() ? null : consumer.bound.first();
        if (shared == null || own == null) {
            return shared == null ? own : shared;
        }
        return BY_RANK.compare(shared, own) < 0 ? shared : own;
    }

    private void take(Entry entry, Consumer consumer, Instant deadline, Instant now) {
        readySetOf(entry).remove(entry);
        entry.place = Entry.Place.LEASED;
        entry.deadline = deadline;
        entry.attempts++;
        entry.lease = ++lastLease;
        entry.consumer = consumer;
        consumer.took(entry);
        leased.add(entry);
        OrderingKeyQueue line = entry.line;
        if (line != null) {
            line.took(consumer);
            line.next = null;
        }
        if (entry.attempts == 1 && entry.isOriginal() && !entry.copied && faults.duplicates()) {
            entry.copied = true;
            admit(new Entry(entry.sequence() + 1, entry.rank(), entry.message, line, now), now);
        }
        if (line != null && line.next == null) {
            advanceLine(line, entry, now);
        }
    }

    private void advanceLine(OrderingKeyQueue line, Entry taken, Instant now) {
        line.next = line.after(taken);
        if (line.next != null) {
            offer(line.next, now);
        }
    }

    private void release(Entry entry) {
        leased.remove(entry);
        if (entry.consumer != null) {
            entry.consumer.released(entry);
        }
        entry.consumer = null;
        OrderingKeyQueue line = entry.line;
        if (line != null) {
            Consumer holder = line.holder;
            if (line.released() && holder != null && line.next != null && holder.bound.remove(line.next)) {
                ready.add(line.next);
            }
        }
    }

    /** Removes the acknowledged messages at the head of the queue. */
    private void countEarlyAcks(OrderingKeyQueue line, Instant now) {
        while (!line.entries.isEmpty() && line.entries.firstEntry().getValue().place == Entry.Place.ACKED_EARLY) {
            Entry entry = line.entries.firstEntry().getValue();
            remove(entry, now);
            countAcked(entry);
        }
    }

    private void fail(Entry entry, Instant now) {
        release(entry);
        entry.failures++;
        DeadLetterPolicy policy = settings.deadLetter().orElse(null);
        if (policy != null
                && entry.attempts >= policy.maxDeliveryAttempts()
                && deadLetters.take(settings, policy, entry.message, entry.attempts, now)) {
            entry.place = Entry.Place.BEHIND;
            remove(entry, now);
            deadLettered++;
            return;
        }
        entry.notBefore = now.plus(
                settings.retry().map(retry -> retry.delay(entry.failures)).orElse(Duration.ZERO));
        if (entry.line != null) {
            rewind(entry.line, entry);
        }
        offer(entry, now);
    }

    /** Takes back every delivered message behind a failed one, and makes the failed one the next of its queue. */
    private void rewind(OrderingKeyQueue line, Entry failed) {
        for (Entry later : line.entries.tailMap(failed.sequence(), false).values()) {
            if (later.place == Entry.Place.BEHIND) {
                break;
            }
            withdraw(later);
            later.attempts -= later.place == Entry.Place.LEASED ? 1 : 0;
            later.place = Entry.Place.BEHIND;
        }
        line.next = failed;
    }

    /** Removes an entry from its set. */
    private void withdraw(Entry entry) {
        switch (entry.place) {
            case READY -> readySetOf(entry).remove(entry);
            case WAITING -> waiting.remove(entry);
            case LEASED -> release(entry);
            case BEHIND, ACKED_EARLY -> {}
        }
    }

    private void remove(Entry entry, Instant now) {
        withdraw(entry);
        backlog.remove(entry.sequence());
        budget.giveBack(entry.cost());
        OrderingKeyQueue line = entry.line;
        if (line == null) {
            return;
        }
        if (line.next == entry) {
            advanceLine(line, entry, now);
        }
        boolean wasFirst = line.entries.firstKey() == entry.sequence();
        line.entries.remove(entry.sequence());
        if (line.entries.isEmpty()) {
            lines.remove(line.key);
        } else if (wasFirst && entry.place != Entry.Place.ACKED_EARLY) {
            countEarlyAcks(line, now);
        }
    }

    private @Nullable Entry find(String ackId) {
        int dash = ackId.indexOf('-');
        try {
            Entry entry = backlog.get(Long.parseLong(ackId.substring(0, Math.max(dash, 0)), Character.MAX_RADIX));
            long lease = Long.parseLong(ackId.substring(dash + 1), Character.MAX_RADIX);
            return entry != null && entry.place == Entry.Place.LEASED && entry.lease == lease ? entry : null;
        } catch (NumberFormatException malformed) {
            throw PubSubException.invalid("\"" + ackId + "\" is no ack id that this subscription has given.");
        }
    }
}
