// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Mutable counts of a source while it is read. Other threads may read them. */
final class SourceTally {
    enum Met {
        DOCUMENT,
        BYTE,
        EMPTY,
        LINK,
        SPECIAL,
        UNREADABLE,
        CHANGED,
        ODD_NAME,
        SKIPPED_FOLDER
    }

    private final Map<Met, LongAdder> counts = new EnumMap<>(Met.class);

    SourceTally() {
        for (Met met : Met.values()) {
            counts.put(met, new LongAdder());
        }
    }

    void add(Met met) {
        add(met, 1);
    }

    void add(Met met, long count) {
        LongAdder counter = counts.get(met);
        if (counter != null) {
            counter.add(count);
        }
    }

    SourceCounts counts() {
        return new SourceCounts(
                of(Met.DOCUMENT),
                of(Met.BYTE),
                of(Met.EMPTY),
                of(Met.LINK),
                of(Met.SPECIAL),
                of(Met.UNREADABLE),
                of(Met.CHANGED),
                of(Met.ODD_NAME),
                of(Met.SKIPPED_FOLDER));
    }

    private long of(Met met) {
        LongAdder counter = counts.get(met);
        return counter == null ? 0 : counter.sum();
    }
}
