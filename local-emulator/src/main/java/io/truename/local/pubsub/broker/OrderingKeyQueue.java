// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one ordering key, in order: first those delivered (leased or acknowledged early), then {@link #next},
 * which alone is ready or waiting, then those behind it.
 */
final class OrderingKeyQueue {
    final String key;
    final TreeMap<Long, Entry> entries = new TreeMap<>();
    /** The first that is not delivered; null when all are. */
    @Nullable
    Entry next;
    /** Who holds delivered messages of this key; null when nobody does. */
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

    /** Whether that was the holder's last. */
    boolean released() {
        leased--;
        if (leased == 0) {
            holder = null;
        }
        return leased == 0;
    }

    @Nullable
    Entry after(Entry entry) {
        Map.Entry<Long, Entry> higher = entries.higherEntry(entry.sequence());
        return higher == null ? null : higher.getValue();
    }
}
