// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Priority of a document in a plan: the one whose owner most likely asks for it next. Three digits, the weightier first:
 *
 * <pre>rank = (pass - 1) * 1,000,000 + recency * 100 + status * 10 + size</pre>
 *
 * <ul>
 *   <li>recency: 0 = created less than a day before the run, 1 = a week, 2 = 30 days, 3 = 90, 4 = 180, 5 = 365, 6 = 730 days,
 *       7 = earlier, 8 = unknown
 *   <li>status: 0 = processed, which users retrieve; 1 = anything else or unknown; 2 = failed
 *   <li>size: digits of the number of chunks less one (0 = 1 to 9 chunks), at most 8; 9 = no chunks. Small ones first: they
 *       make more documents retrievable for the same rows moved
 * </ul>
 *
 * <p>What a later pass finds comes after everything of the passes before, so that a worker's place in the plan never has to go
 * back.
 */
public final class Priority {
    /** Distance between the ranks of two passes. */
    public static final int OF_A_PASS = 1_000_000;

    private static final int[] DAYS = {1, 7, 30, 90, 180, 365, 730};
    private static final int UNKNOWN_AGE = DAYS.length + 1;
    private static final int MOST_DIGITS = 8;
    private static final int NO_CHUNKS = 9;
    private static final Set<String> PROCESSED = Set.of(
            "processed",
            "complete",
            "completed",
            "done",
            "ready",
            "indexed",
            "embedded",
            "embedded_stored",
            "finished",
            "success",
            "succeeded",
            "active",
            "available");

    private Priority() {}

    /**
     * The rank; lower moves first.
     *
     * @param pass from 1
     * @param now when the run was made: the same for all its documents
     * @param created empty when unknown
     * @param status as the corpus writes it, in any case
     */
    public static int rank(int pass, Instant now, Optional<Instant> created, Optional<String> status, long chunks) {
        return (pass - 1) * OF_A_PASS + recency(now, created) * 100 + status(status) * 10 + size(chunks);
    }

    /** Whether a document is younger than the given number of days; false if its age is unknown. */
    public static boolean isRecent(Instant now, Optional<Instant> created, int days) {
        return created.map(at -> at.isAfter(now.minus(Duration.ofDays(days)))).orElse(false);
    }

    /** Whether the status means that the document is fully processed. */
    public static boolean isProcessed(String status) {
        return PROCESSED.contains(status.strip().toLowerCase(Locale.ROOT));
    }

    private static int recency(Instant now, Optional<Instant> created) {
        if (created.isEmpty()) {
            return UNKNOWN_AGE;
        }
        for (int bucket = 0; bucket < DAYS.length; bucket++) {
            if (isRecent(now, created, DAYS[bucket])) {
                return bucket;
            }
        }
        return DAYS.length;
    }

    private static int status(Optional<String> status) {
        String word = status.orElse("").strip().toLowerCase(Locale.ROOT);
        if (isProcessed(word)) {
            return 0;
        }
        return word.startsWith("fail") || word.startsWith("error") ? 2 : 1;
    }

    private static int size(long chunks) {
        return chunks <= 0
                ? NO_CHUNKS
                : Math.min(MOST_DIGITS, Long.toString(chunks).length() - 1);
    }
}
