// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.hold;

import io.truename.corpus.health.TableBloat;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Decides which table a run vacuums beside its batches: one that it may vacuum, on which nobody else's vacuum is at work, where
 * it frees enough to be worth it, and small enough to be done in {@link #LONGEST}. Larger ones are autovacuum's: a vacuum that is
 * cut begins again from the start.
 */
public final class VacuumRules {
    /** Time limit of a vacuum, so that a statement that waits for the table waits no longer than for a batch. */
    public static final Duration LONGEST = Duration.ofSeconds(10);

    /** Smallest size of dead rows that is worth a vacuum; the space of fewer is soon reused. */
    static final long FEWEST_DEAD_BYTES = 64L << 20;

    /** Share above autovacuum's own 0.2, at which autovacuum should already have run. */
    static final double DEAD_RATIO = 0.3;

    private VacuumRules() {}

    /** The table with the most dead rows that is worth a vacuum; empty if none is. */
    public static Optional<TableBloat> next(Collection<TableBloat> tables) {
        return tables.stream()
                .filter(table -> table.mayVacuum()
                        && !table.vacuuming()
                        && table.bytes() < HoldLimits.DEFAULT.smallTableBytes()
                        && table.deadBytes() >= FEWEST_DEAD_BYTES
                        && table.deadBytes() >= DEAD_RATIO * (table.bytes() - table.deadBytes()))
                .max(Comparator.comparingLong(TableBloat::deadBytes));
    }

    /** Time without vacuums after one of the given duration: at least a minute, and nine tenths of the time, rows move alone. */
    public static Duration pause(Duration took) {
        Duration tenfold = took.multipliedBy(10);
        return tenfold.compareTo(Duration.ofMinutes(1)) > 0 ? tenfold : Duration.ofMinutes(1);
    }
}
