// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Which items of a batch share an id. With a hash of 122 bits, items that differ never do by chance, so it would mean a fault
 * of ours, and must be seen before anyone stores such an id.
 *
 * @param duplicates how many items are the same as an earlier one
 * @param collisions how many items share an id with an earlier one but are not the same; always 0
 */
public record DuplicateCheck(int duplicates, int collisions) {
    static DuplicateCheck of(List<Item> items) {
        // By the bare bits: a document and a chunk of the same id collide too, though their ids are of two types.
        Map<UUID, Item> seen = new HashMap<>(items.size() * 2);
        int duplicates = 0;
        int collisions = 0;
        for (Item item : items) {
            Item earlier = seen.putIfAbsent(item.id().toUuid(), item);
            if (earlier instanceof Item.Named named && named.isSameAs(item)) {
                duplicates++;
            } else if (earlier != null) {
                collisions++;
            }
        }
        return new DuplicateCheck(duplicates, collisions);
    }
}
