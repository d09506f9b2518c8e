// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.postgres.rekeying.alias.AliasStore;
import io.truename.postgres.rekeying.alias.EndedRun;
import io.truename.postgres.rekeying.alias.Retention;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Data retained from runs, and its deletion. */
public interface RetainedData {
    /** Retained data now, and the look-ups of old ids. */
    Overview overview();

    /** Deletes a run's plan and aliases, as {@link Retention#dropAliases} does, until the deadline at most. */
    Retention.Outcome dropAliases(UUID run, int quietDays, boolean forced, Instant deadline);

    /** Deletes the archived rows of merges, as {@link Retention#dropArchive} does, until the deadline at most. */
    Retention.Outcome dropArchive(UUID run, Instant deadline);

    /**
     * Overview of retained data.
     *
     * @param days number of days of the look-ups, today included
     * @param lookups total of these days
     * @param byDay look-ups of each of these days that has any, newest first
     * @param runs that have ended, newest first
     */
    record Overview(
            List<Retention.Size> sizes,
            int days,
            AliasStore.Lookups lookups,
            List<AliasStore.Day> byDay,
            List<EndedRun> runs) {
        public Overview {
            sizes = List.copyOf(sizes);
            byDay = List.copyOf(byDay);
            runs = List.copyOf(runs);
        }
    }
}
