// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import java.util.List;

/**
 * Mismatches between stored and recomputed ids.
 *
 * @param checked the number of ids compared
 * @param count the number of mismatches
 * @param examples at most five mismatches, ordered by id
 */
public record IdMismatches(long checked, long count, List<String> examples) {
    public IdMismatches {
        examples = List.copyOf(examples);
    }
}
