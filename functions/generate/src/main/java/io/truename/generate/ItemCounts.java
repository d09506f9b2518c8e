// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import java.util.List;
import java.util.Map;

/** Counts of the items of a batch by kind, for the request's log line. */
final class ItemCounts {
    private ItemCounts() {}

    static Map<String, Integer> of(List<? extends Item> items) {
        int documents = 0;
        int chunks = 0;
        for (Item item : items) {
            if (item instanceof Item.Document) {
                documents++;
            } else if (item instanceof Item.Chunk) {
                chunks++;
            }
        }
        return Map.of("document", documents, "chunk", chunks, "job", items.size() - documents - chunks);
    }
}
