// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Queue of the messages of one ordering key: first the delivered ones (leased or acknowledged early), then {@link #next}, the
 * only one that is ready or waiting, then those behind it.
 */
final class OrderingKeyQueue {
    final String key;
    final TreeMap<Long, BacklogEntry> entries = new TreeMap<>();
    /** First message that is not delivered; null if all are. */
    @Nullable
    BacklogEntry next;
    /** Consumer that holds delivered messages of this key; null if there is none. */
    @Nullable
    Consumer holder;

    private int leased;

    OrderingKeyQueue(String key) {
        this.key = key;
    }

    void took(Consumer consumer) {
        holder = consumer;
        leased++;
    }

    /** Counts a released message. Returns true if it was the holder's last. */
    boolean released() {
        leased--;
        if (leased == 0) {
            holder = null;
        }
        return leased == 0;
    }

    @Nullable
    BacklogEntry after(BacklogEntry entry) {
        Map.Entry<Long, BacklogEntry> higher = entries.higherEntry(entry.sequence());
        return higher == null ? null : higher.getValue();
    }
}
