// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.identity.ContentHashAlgorithm;
import java.util.Optional;

/**
 * Answer to a {@link ContentQuestion}.
 *
 * @param tried number of rows that were computed
 * @param equal of these, so many whose hash agrees by the algorithm
 * @param algorithm with the most rows that agree; empty if none does
 */
public record ContentAnswer(int tried, int equal, Optional<ContentHashAlgorithm> algorithm) {
    /** Algorithm by which every row agrees. */
    Optional<ContentHashAlgorithm> proven() {
        return tried > 0 && equal == tried ? algorithm : Optional.empty();
    }
}
