// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.corpus.schema.TableName;
import java.util.List;
import java.util.UUID;

/**
 * Rows of a sample to which a mapping gives one id.
 *
 * @param ids as they are stored
 * @param differing compared columns in which the first two rows differ; empty if they are equal, so that a run merges them
 */
public record Collision(TableName table, UUID trueId, List<String> ids, List<String> differing) {
    public Collision {
        ids = List.copyOf(ids);
        differing = List.copyOf(differing);
    }
}
