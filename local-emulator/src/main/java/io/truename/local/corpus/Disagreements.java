// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import java.util.List;

/**
 * Ids that are not what they should be.
 *
 * @param checked how many were looked at
 * @param examples at most five of them, by id
 */
public record Disagreements(long checked, long count, List<String> examples) {
    public Disagreements {
        examples = List.copyOf(examples);
    }
}
