// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.selfcheck;

import java.util.List;
import java.util.Locale;

/**
 * Result of one implementation.
 *
 * @param compared number of ids that were compared
 * @param reason why it was not checked, or the difference in words; empty if it agreed
 * @param differing number of ids that differ
 * @param differences some of them, at most {@link #MOST_DIFFERENCES}
 */
public record ImplementationResult(
        Implementation implementation,
        Outcome outcome,
        int compared,
        String reason,
        int differing,
        List<Difference> differences) {
    public static final int MOST_DIFFERENCES = 10;

    public ImplementationResult {
        differences = List.copyOf(differences);
    }

    /** Whether the ids are the same. */
    public enum Outcome {
        AGREED,
        DISAGREED,
        /** Nobody knows: this is no agreement. */
        UNCHECKED;

        /** Name in JSON, logs and metrics. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * An id that differs.
     *
     * @param name that was hashed
     * @param got id that the implementation gave instead; {@code not a UUID} for any other text
     */
    public record Difference(String name, String expected, String got) {}
}
