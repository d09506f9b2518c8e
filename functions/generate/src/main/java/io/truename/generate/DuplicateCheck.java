// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Duplicate check of the items of a batch. Different items never share a hash of 122 bits by chance, so a collision means a
 * fault of Truename and must be found before such an id is stored.
 *
 * @param duplicates number of items that equal an earlier one
 * @param collisions number of items that share an id with a different earlier one; 0 unless there is a fault
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
