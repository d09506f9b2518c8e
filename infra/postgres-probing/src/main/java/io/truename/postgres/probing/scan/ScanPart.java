// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.postgres.Session;
import io.truename.probing.finding.Cause;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Part of a full scan: one table or column, and one thing to look for. Read in slices, whatever its size. */
interface ScanPart extends AutoCloseable {
    /** Name for people, and the key under which its last pass is stored. */
    String name();

    /** Whether a pass over the part sees every row with this cause. */
    boolean covers(Cause cause);

    /**
     * Reads until the end or until time is up; reads at least one slice.
     *
     * @param session in a read-only transaction of one snapshot
     * @param run the migration that has not ended
     * @return whether the end is reached
     */
    boolean read(Session session, ScanState state, Optional<LiveRun> run, BooleanSupplier timeIsUp);

    /** Whether the scan is worth nothing without it. Any other part that the database refuses is left out, and said so. */
    default boolean isEssential() {
        return false;
    }

    /** Ends the threads that work beside the scan; the part can be read again afterwards. */
    @Override
    default void close() {}
}
