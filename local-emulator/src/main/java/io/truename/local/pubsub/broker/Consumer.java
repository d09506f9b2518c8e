// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.util.Comparator;
import java.util.TreeSet;

/**
 * Consumer of messages: a stream, a pull call, or a push request. All delivered messages of an ordering key are held by one
 * consumer at a time. The {@link Broker} owns its state; callers only pass it back.
 */
public final class Consumer {
    private final long mostMessages;
    private final long mostBytes;
    private long messages;
    private long bytes;

    /** Ready messages for this consumer only, because it holds earlier messages of the same key. */
    final TreeSet<BacklogEntry> bound = new TreeSet<>(Comparator.comparingLong(BacklogEntry::sequence));

    /**
     * Creates a consumer with flow control.
     *
     * @param mostMessages the maximum number of unacknowledged messages; 0 for no limit
     * @param mostBytes the maximum number of unacknowledged bytes; 0 for no limit
     */
    public Consumer(long mostMessages, long mostBytes) {
        this.mostMessages = mostMessages <= 0 ? Long.MAX_VALUE : mostMessages;
        this.mostBytes = mostBytes <= 0 ? Long.MAX_VALUE : mostBytes;
    }

    /** Creates a consumer without flow control. */
    public static Consumer unlimited() {
        return new Consumer(0, 0);
    }

    boolean hasRoom() {
        return messages < mostMessages && bytes < mostBytes;
    }

    void took(BacklogEntry entry) {
        messages++;
        bytes += entry.message.size();
    }

    void released(BacklogEntry entry) {
        messages--;
        bytes -= entry.message.size();
    }
}
