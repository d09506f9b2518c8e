// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.known;

import io.truename.redis.SharedState;

/**
 * Figures about the look-ups of one instance since it started.
 *
 * @param memory answers from memory
 * @param store answers from the shared store
 * @param database answers from the database, those included that another request was reading
 * @param absent answers "not stored", of any tier
 * @param unanswered requests that were refused because the database did not answer
 * @param joined documents that were not read again, because another request was reading them
 * @param announced documents that messages announced
 * @param versionReads readings of the corpus's version
 * @param databaseReads queries for documents
 * @param secondsByRead mean duration of such a query
 * @param warmed documents that were read when the instance started
 * @param entries answers in memory
 * @param mostEntries most answers in memory
 * @param evicted answers that were forgotten for lack of room
 * @param corrupt shared answers that were not ours, or not of their key
 * @param stale shared answers that did not hold any more
 */
public record LookupFigures(
        long memory,
        long store,
        long database,
        long absent,
        long unanswered,
        long joined,
        long announced,
        long versionReads,
        long databaseReads,
        double secondsByRead,
        long warmed,
        long entries,
        long mostEntries,
        long evicted,
        long corrupt,
        long stale,
        SharedState shared,
        Bounds bounds) {
    /** Answers of all tiers. */
    public long answers() {
        return memory + store + database;
    }

    /** Share of answers that did not need the database; 0 before the first. */
    public double hitRate() {
        return answers() == 0 ? 0 : (double) (memory + store) / answers();
    }
}
