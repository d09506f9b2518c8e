// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.feedback;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Answer to "was this useful?". It has no name, address or id of a person, nor words of one.
 *
 * @param segment group that is large by its nature, such as a report, an audience or an application
 * @param useful yes or no; empty if only a score was given
 * @param score 0 to 10: would you recommend it; empty if not asked
 */
public record Answer(String segment, Optional<Boolean> useful, OptionalInt score, Instant at) {
    /** Expression that a segment matches. */
    public static final String SEGMENT = "[a-z][a-z0-9-]{0,39}";

    public Answer {
        if (!segment.matches(SEGMENT)) {
            throw new IllegalArgumentException(
                    "segment: of lower-case letters, digits and hyphens, at most 40, such as weekly-engineering; never a person");
        }
        if (useful.isEmpty() && score.isEmpty()) {
            throw new IllegalArgumentException("useful, score: one of them is needed");
        }
        if (score.isPresent() && (score.getAsInt() < 0 || score.getAsInt() > 10)) {
            throw new IllegalArgumentException("score: from 0 to 10");
        }
    }
}
