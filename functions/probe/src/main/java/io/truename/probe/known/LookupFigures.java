// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.known;

import io.truename.redis.SharedState;
import java.time.Duration;

/**
 * Figures about the look-ups of one instance since it started.
 *
 * @param memory answers from memory
 * @param store answers from the shared store
 * @param database answers from the database, those included that another request was reading
 * @param absent answers "not stored", of any tier
 * @param unanswered requests that were refused because the database did not answer
 * @param joined documents that were not read again, because another request was reading them
 * @param announced documents that messages announced as stored
 * @param epochs messages after which everything was forgotten
 * @param versionReads readings of the corpus's version
 * @param databaseReads queries for documents
 * @param secondsByRead mean duration of such a query
 * @param warmed documents that were read before they were asked for
 * @param entries answers in memory
 * @param mostEntries most answers in memory, as chosen now
 * @param limit most answers in memory that may be chosen
 * @param evicted answers that were forgotten for lack of room
 * @param corrupt shared answers that were not ours, or not of their key
 * @param stale shared answers that did not hold any more
 * @param change how long a change may be missing in answers
 * @param removal how long an unannounced removal may be missing, as chosen now
 * @param sizeReason why the memory has its size
 * @param removalReason why removals are noticed after that time
 */
public record LookupFigures(
        long memory,
        long store,
        long database,
        long absent,
        long unanswered,
        long joined,
        long announced,
        long epochs,
        long versionReads,
        long databaseReads,
        double secondsByRead,
        long warmed,
        long entries,
        long mostEntries,
        long limit,
        long evicted,
        long corrupt,
        long stale,
        SharedState shared,
        Duration change,
        Duration removal,
        String sizeReason,
        String removalReason) {
    /** Answers of all tiers. */
    public long answers() {
        return memory + store + database;
    }

    /** Share of answers that did not need the database; 0 before the first. */
    public double hitRate() {
        return answers() == 0 ? 0 : (double) (memory + store) / answers();
    }
}
