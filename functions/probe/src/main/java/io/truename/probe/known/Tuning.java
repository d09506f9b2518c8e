// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.known;

import java.time.Duration;
import java.util.Locale;

/**
 * Choice of the memory's size and of the time for which "stored" is believed, from the counts since the last choice. Pure.
 *
 * @param most answers in memory
 * @param sizeReason why, for people
 * @param removal time for which "stored" is believed
 * @param removalReason why, for people
 * @param unchanged time for which documents were seen unchanged since one had changed without a message, added up over documents
 */
record Tuning(long most, String sizeReason, Duration removal, String removalReason, Duration unchanged) {
    static final long LEAST_ENTRIES = 2_000;
    static final Duration SHORTEST_REMOVAL = Duration.ofSeconds(5);

    /** Share of answers that may push another one out before the memory grows. */
    private static final double MOST_EVICTED = 0.01;

    /** Reloads that must confirm the old answer before it is believed for longer. */
    private static final long ENOUGH = 20;

    /**
     * Beyond the usual time, an answer may be wrong once in so many times, with 95 % confidence. Where nothing happened in a time
     * {@code t}, it happens at most 3 times in {@code t} with that confidence (the rule of three).
     */
    private static final long MOST_WRONG = 10_000;

    private static final long RULE_OF_THREE = 3;

    /**
     * Counts since the last choice.
     *
     * @param answers in that time
     * @param evicted answers that were pushed out for lack of room
     * @param entries answers in memory now
     * @param confirmed answers "stored" that were read again for their age, and were still right
     * @param refuted those that were not: somebody removed or changed a document without a message
     * @param unchanged age of the confirmed ones, added up
     */
    record Window(long answers, long evicted, long entries, long confirmed, long refuted, Duration unchanged) {}

    /** The choice before any statistics. */
    static Tuning first(long most, Duration removal) {
        return new Tuning(
                most,
                "The size at the start; nothing is known yet.",
                removal,
                "The time at the start; nothing is known yet.",
                Duration.ZERO);
    }

    /**
     * The next choice.
     *
     * @param limit most entries that the heap has room for
     * @param shortest least time for which "stored" is believed: the bound on changes, if that is longer than usual
     */
    Tuning after(Window window, long limit, Duration shortest) {
        long size = most;
        String why = "Kept: " + percent(window.evicted, window.answers) + " of answers pushed another one out.";
        if (window.evicted > window.answers * MOST_EVICTED && most < limit) {
            size = Math.min(limit, 2 * most);
            why = "Doubled: " + percent(window.evicted, window.answers) + " of answers pushed another one out.";
        } else if (window.evicted > window.answers * MOST_EVICTED) {
            why = "Kept at the limit of the heap, although " + percent(window.evicted, window.answers)
                    + " of answers pushed another one out.";
        } else if (window.entries < most / 8 && most > LEAST_ENTRIES) {
            size = Math.max(LEAST_ENTRIES, most / 2);
            why = "Halved: " + window.entries + " of " + most + " places were used.";
        }
        Duration seen = window.refuted > 0 ? Duration.ZERO : unchanged.plus(window.unchanged);
        Duration proven = shorter(seen.dividedBy(RULE_OF_THREE * MOST_WRONG), Bounds.LONGEST_REMOVAL);
        Duration longest = longer(shortest, longer(Bounds.USUAL_REMOVAL, proven));
        long reloads = window.confirmed + window.refuted;
        Duration believed = removal;
        String whyBelieved =
                "Kept: " + window.confirmed + " of " + reloads + " answers that were read again were right.";
        if (window.refuted > 0) {
            believed = longer(shorter(removal.dividedBy(2), longest), longer(shortest, SHORTEST_REMOVAL));
            whyBelieved = "Shortened: " + window.refuted + " of " + reloads
                    + " answers that were read again had changed without a message.";
        } else if (window.confirmed >= ENOUGH && removal.compareTo(longest) < 0) {
            believed = shorter(removal.multipliedBy(2), longest);
            whyBelieved = "Lengthened: all " + reloads + " answers that were read again were right.";
        }
        if (believed.compareTo(Bounds.USUAL_REMOVAL) > 0 && seen.compareTo(Duration.ZERO) > 0) {
            whyBelieved += " With 95 % confidence at most one answer in " + MOST_WRONG + " is wrong.";
        }
        return new Tuning(size, why, believed, whyBelieved, seen);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static String percent(long part, long of) {
        return String.format(Locale.ROOT, "%.2f %%", of == 0 ? 0 : 100.0 * part / of);
    }
}
