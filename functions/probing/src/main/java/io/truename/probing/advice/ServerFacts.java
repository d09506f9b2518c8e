// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import java.util.List;

/**
 * Server.
 *
 * @param version as {@code server_version_num}
 * @param bufferBytes of shared_buffers
 * @param blocksHit blocks of this database found in the buffers since statistics were last reset
 * @param blocksRead blocks that were not
 * @param transactionAge of the oldest id that is not frozen
 * @param freezeMaxAge autovacuum_freeze_max_age
 */
public record ServerFacts(
        int version,
        long bufferBytes,
        long blocksHit,
        long blocksRead,
        long transactionAge,
        long freezeMaxAge,
        List<Replica> replicas,
        List<Slot> slots) {
    public ServerFacts {
        replicas = List.copyOf(replicas);
        slots = List.copyOf(slots);
    }

    /** A streaming replica. */
    public record Replica(String name, double seconds, long bytes) {}

    /** A replication slot. */
    public record Slot(String name, boolean active, long retainedBytes) {}
}
