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
    /** What is kept now, and who still asks for it. */
    Overview overview();

    /** Drops a run's plan and aliases, as {@link Retention#dropAliases}, until the deadline at most. */
    Retention.Outcome dropAliases(UUID run, int quietDays, boolean forced, Instant deadline);

    /** Drops what merges took away, as {@link Retention#dropArchive}, until the deadline at most. */
    Retention.Outcome dropArchive(UUID run, Instant deadline);

    /**
     * What is kept.
     *
     * @param days of the look-ups, today included
     * @param lookups of those days together
     * @param byDay of those of these days on which anybody asked, newest first
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
