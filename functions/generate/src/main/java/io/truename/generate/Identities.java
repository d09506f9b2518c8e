// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import io.truename.identity.Identifier;
import io.truename.identity.JobId;
import io.truename.identity.Namespace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Gives the items of a batch their ids, and looks whether two of them that differ got the same one: with a hash of 122 bits
 * that never happens by chance, so it would mean a fault of ours, and must be seen before anyone stores such an id.
 */
record Identities(Namespace namespace, Supplier<JobId> jobs) {
    /**
     * The ids of a batch, in its order.
     *
     * @param duplicates how many items are the same as an earlier one
     * @param collisions how many items share an id with an earlier one but are not the same; always 0
     */
    record Batch(List<Identifier> ids, int duplicates, int collisions) {}

    Batch of(List<Item> items) {
        List<Identifier> ids = new ArrayList<>(items.size());
        // By the bare bits: a document and a chunk of the same id collide too, though their ids are of two types.
        Map<UUID, Item> seen = new HashMap<>(items.size() * 2);
        int duplicates = 0;
        int collisions = 0;
        for (Item item : items) {
            Identifier id = item instanceof Item.Named named ? named.id(namespace) : jobs.get();
            ids.add(id);
            Item earlier = seen.putIfAbsent(id.toUuid(), item);
            if (earlier != null) {
                boolean same = earlier instanceof Item.Named && earlier.equals(item);
                duplicates += same ? 1 : 0;
                collisions += same ? 0 : 1;
            }
        }
        return new Batch(ids, duplicates, collisions);
    }
}
