// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.postgres.rekeying.rename.RenameCursor;
import io.truename.postgres.rekeying.rename.RenameStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Outbox of renames for stores outside of the database. */
public interface Renames {
    /** Pairs of a store after a place, in order. */
    List<RenameStore.Rename> list(String store, RenameCursor after, int limit);

    /** Whether a place is one of another server, from which this one was restored. */
    boolean isOfAnotherServer(RenameCursor place);

    /** Whether the mapping names the store, or it has had pairs. */
    boolean isStore(String name);

    /** Stores with pairs. */
    List<RenameStore.Pending> pending();

    /** Deletes the pairs of a store up to a place, until the deadline at most; empty if no pair of the store is at the place. */
    Optional<RenameStore.Acknowledged> acknowledge(String store, RenameCursor until, Instant deadline);
}
