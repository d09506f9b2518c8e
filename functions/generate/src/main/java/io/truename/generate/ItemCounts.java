// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many items of each kind a batch has, for the request's log line. */
final class ItemCounts {
    private ItemCounts() {}

    static Map<Kind, Integer> of(List<? extends Item> items) {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            counts.put(kind, 0);
        }
        for (Item item : items) {
            counts.merge(item.kind(), 1, Integer::sum);
        }
        return counts;
    }
}
