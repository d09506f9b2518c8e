// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.corpus.schema.TableName;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Rows of a sample to which a mapping gives one id.
 *
 * @param ids as they are stored
 * @param differing compared columns in which the first two rows differ, none if a run merges them; empty if they were not
 *     compared
 */
public record Collision(TableName table, UUID trueId, List<String> ids, Optional<List<String>> differing) {
    public Collision {
        ids = List.copyOf(ids);
        differing = differing.map(List::copyOf);
    }
}
