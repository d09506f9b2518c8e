// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Backlog entry: a message in one subscription, with its delivery state. Mutable; owned by its {@link Subscription}. */
final class BacklogEntry {
    /** Memory of an entry in addition to its message, in bytes; a generous estimate. */
    static final int OVERHEAD = 400;

    /** Delivery state of an entry. */
    enum State {
        /** Can be delivered now. */
        READY,
        /** Can be delivered from {@link #notBefore} on. */
        WAITING,
        /** Delivered; its consumer has until {@link #deadline}. */
        LEASED,
        /** Behind the next message of its ordering key. */
        BEHIND,
        /** Acknowledged while an earlier message of its ordering key is not. */
        ACKED_EARLY
    }

    private final long sequence;
    final Message message;
    final @Nullable OrderingKeyQueue queue;
    final long rank;
    State state = State.BEHIND;
    Instant notBefore;
    Instant deadline = Instant.MAX;
    int attempts;
    int failures;
    long lease;
    boolean copied;

    @Nullable
    Consumer consumer;

    BacklogEntry(long sequence, long rank, Message message, @Nullable OrderingKeyQueue queue, Instant notBefore) {
        this.sequence = sequence;
        this.rank = rank;
        this.message = message;
        this.queue = queue;
        this.notBefore = notBefore;
    }

    /** Returns the position in the backlog: even for originals; a duplicate made by a fault has the next odd number. */
    long sequence() {
        return sequence;
    }

    long rank() {
        return rank;
    }

    Instant notBefore() {
        return notBefore;
    }

    Instant deadline() {
        return deadline;
    }

    boolean isOriginal() {
        return (sequence & 1) == 0;
    }

    int cost() {
        return message.size() + OVERHEAD;
    }

    String ackId() {
        return Long.toString(sequence, Character.MAX_RADIX) + "-" + Long.toString(lease, Character.MAX_RADIX);
    }
}
