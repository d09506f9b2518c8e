// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.finding;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person's word that a finding may stay for a while.
 *
 * @param until when it expires
 */
public record Acknowledgement(String reason, Instant until) {
    public static final int MOST_CHARACTERS = 500;

    /** Longest time: a cause that may stay longer is no finding. */
    public static final Duration LONGEST = Duration.ofDays(90);

    /** Checks raw input: every problem as a sentence that begins with the field; empty if it is legal. */
    public static List<String> check(@Nullable String reason, @Nullable Instant until, Instant now) {
        List<String> problems = new ArrayList<>();
        if (reason == null || reason.isBlank() || reason.codePointCount(0, reason.length()) > MOST_CHARACTERS) {
            problems.add("reason must be 1 to " + MOST_CHARACTERS + " characters, not all blank");
        } else if (reason.chars().anyMatch(Character::isISOControl)) {
            problems.add("reason must not contain control characters");
        }
        if (until == null || !until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
            problems.add("until must be a time in the next " + LONGEST.toDays() + " days");
        }
        return List.copyOf(problems);
    }
}
