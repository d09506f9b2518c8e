// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import io.truename.corpus.schema.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Server.
 *
 * @param version as {@code server_version_num}
 * @param countedSince when the statistics were last reset, at the latest
 * @param autovacuum whether it is on for tables whose own setting does not turn it off
 * @param bufferBytes of shared_buffers
 * @param blocksHit blocks of this database found in the buffers since statistics were last reset
 * @param blocksRead blocks that were not
 * @param missing relations of this database with the most blocks that were not, the most first
 * @param aged databases and tables by the age of their oldest ids, the nearest to its limit first
 * @param holders that keep vacuum from removing rows and freezing ids, the oldest first
 */
public record ServerFacts(
        int version,
        Instant countedSince,
        boolean autovacuum,
        long bufferBytes,
        long blocksHit,
        long blocksRead,
        List<Missing> missing,
        List<Replica> replicas,
        List<Slot> slots,
        List<Aged> aged,
        List<Holder> holders) {
    public ServerFacts {
        missing = List.copyOf(missing);
        replicas = List.copyOf(replicas);
        slots = List.copyOf(slots);
        aged = List.copyOf(aged);
        holders = List.copyOf(holders);
    }

    /** Facts of a server that shows none. */
    public static ServerFacts unknown(int version, Instant at) {
        return new ServerFacts(version, at, true, 0, 0, 0, List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /** A table or index, and its blocks that were not found in the buffers since statistics were last reset. */
    public record Missing(String relation, long blocksRead) {}

    /**
     * A streaming replica.
     *
     * @param seconds as the server measured it at the replica's last reply; empty if it was idle then, or replied never
     * @param bytes of WAL that the replica has not replayed yet
     * @param replayed place in the WAL
     */
    public record Replica(String name, OptionalDouble seconds, long bytes, long replayed) {}

    /**
     * A replication slot.
     *
     * @param walStatus as pg_replication_slots names it; empty if the slot reserves nothing
     * @param retainedBytes WAL that it keeps; empty if it reserves nothing or has lost it
     */
    public record Slot(String name, boolean logical, boolean active, String walStatus, OptionalLong retainedBytes) {}

    /**
     * A database or a table.
     *
     * @param table of this database; empty for a database
     * @param here whether it is this database, or in it
     * @param connectable whether sessions may be opened in it
     * @param multixacts whether the ids are those of multixacts rather than of transactions
     * @param age of the oldest id
     * @param most age at which autovacuum freezes it
     */
    public record Aged(
            String database,
            Optional<TableName> table,
            boolean here,
            boolean connectable,
            boolean multixacts,
            long age,
            long most) {}

    /**
     * Holder of an old snapshot or transaction id.
     *
     * @param name process id of a session, gid of a prepared transaction, name of a slot or replica
     * @param database of a session or prepared transaction, else empty
     * @param here whether it holds tables of this database
     * @param seconds since it began; empty for a slot or a replica
     * @param age in transactions
     */
    public record Holder(Kind kind, String name, String database, boolean here, OptionalDouble seconds, long age) {
        /** Kinds of holders. */
        public enum Kind {
            SESSION,
            PREPARED,
            SLOT,
            REPLICA
        }

        String shown() {
            return switch (kind) {
                case SESSION -> "session " + name;
                case PREPARED -> "prepared transaction " + name + (here ? "" : " of database " + database);
                case SLOT -> "slot " + name;
                case REPLICA -> "replica " + name;
            };
        }
    }
}
