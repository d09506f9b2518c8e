// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.known;

import java.time.Duration;
import java.util.Locale;

/**
 * Choice of the memory's size and of the time for which "stored" is believed, from what happened since the last choice. Pure.
 *
 * @param most answers in memory
 * @param sizeReason why, for people
 * @param removal time for which "stored" is believed
 * @param removalReason why, for people
 */
record Tuning(long most, String sizeReason, Duration removal, String removalReason) {
    static final long LEAST_ENTRIES = 2_000;
    static final Duration SHORTEST_REMOVAL = Duration.ofSeconds(5);

    /** Share of answers that may push another one out before the memory grows. */
    private static final double MOST_EVICTED = 0.01;

    /** Reloads that must confirm the old answer before it is believed for longer. */
    private static final long ENOUGH = 20;

    /**
     * What happened since the last choice.
     *
     * @param answers in that time
     * @param evicted answers that were pushed out for lack of room
     * @param entries answers in memory now
     * @param confirmed answers "stored" that were read again for their age, and were still right
     * @param refuted those that were not: somebody removed or changed a document without a message
     */
    record Window(long answers, long evicted, long entries, long confirmed, long refuted) {}

    /** The choice before any statistics. */
    static Tuning first(long most, Duration removal) {
        return new Tuning(
                most,
                "The size at the start; nothing is known yet.",
                removal,
                "The longest time; no answer has been refuted yet.");
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
        Duration longest = shortest.compareTo(Bounds.LONGEST_REMOVAL) > 0 ? shortest : Bounds.LONGEST_REMOVAL;
        Duration least = shortest.compareTo(SHORTEST_REMOVAL) > 0 ? shortest : SHORTEST_REMOVAL;
        long reloads = window.confirmed + window.refuted;
        Duration believed = removal;
        String whyBelieved =
                "Kept: " + window.confirmed + " of " + reloads + " answers that were read again were right.";
        if (window.refuted > 0) {
            believed = removal.dividedBy(2).compareTo(least) < 0 ? least : removal.dividedBy(2);
            whyBelieved = "Shortened: " + window.refuted + " of " + reloads
                    + " answers that were read again had changed without a message.";
        } else if (window.confirmed >= ENOUGH && removal.compareTo(longest) < 0) {
            believed = removal.multipliedBy(2).compareTo(longest) > 0 ? longest : removal.multipliedBy(2);
            whyBelieved = "Lengthened: all " + reloads + " answers that were read again were right.";
        }
        return new Tuning(size, why, believed, whyBelieved);
    }

    private static String percent(long part, long of) {
        return String.format(Locale.ROOT, "%.2f %%", of == 0 ? 0 : 100.0 * part / of);
    }
}
