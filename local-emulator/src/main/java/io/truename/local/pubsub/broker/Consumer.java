// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.util.Comparator;
import java.util.TreeSet;

/**
 * Consumer of messages: a stream, a pull call, or a push request. Messages of an ordering key go to one consumer
 * at a time, so two consumers never work on one key. Owned by the {@link Broker}; hold it only to pass it back.
 */
public final class Consumer {
    private final long mostMessages;
    private final long mostBytes;
    private long messages;
    private long bytes;

    /** What is ready for this consumer alone, because it holds earlier messages of the same key. */
    final TreeSet<Entry> bound = new TreeSet<>(Comparator.comparingLong(Entry::sequence));

    /**
     * A consumer.
     *
     * @param mostMessages how many unacknowledged messages it takes at once; 0 for no limit
     * @param mostBytes how many unacknowledged bytes it takes at once; 0 for no limit
     */
    public Consumer(long mostMessages, long mostBytes) {
        this.mostMessages = mostMessages <= 0 ? Long.MAX_VALUE : mostMessages;
        this.mostBytes = mostBytes <= 0 ? Long.MAX_VALUE : mostBytes;
    }

    /** Without flow control. */
    public static Consumer unlimited() {
        return new Consumer(0, 0);
    }

    boolean hasRoom() {
        return messages < mostMessages && bytes < mostBytes;
    }

    void took(Entry entry) {
        messages++;
        bytes += entry.message.size();
    }

    void released(Entry entry) {
        messages--;
        bytes -= entry.message.size();
    }
}
