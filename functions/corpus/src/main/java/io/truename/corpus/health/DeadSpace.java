// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.health;

import io.truename.corpus.schema.TableName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Disk space that dead rows take in a table of the corpus, its partitions together.
 *
 * @param bytes of rows and indexes
 * @param deadBytes of these taken by dead rows
 * @param bytesBefore of rows and indexes when the run was planned; empty = not known
 * @param vacuuming whether a vacuum of another session is running on it
 * @param autovacuum whether autovacuum comes to all of it
 */
public record DeadSpace(
        TableName table, long bytes, long deadBytes, OptionalLong bytesBefore, boolean vacuuming, boolean autovacuum) {

    /**
     * Cost of the dead rows, as a share: the space by which the table has grown and which a vacuum would free, divided by the
     * table's size before the run, or by its size without dead rows if the application has made it larger. Dead rows in space that
     * was free before cost nothing. Growth that was vacuumed is reused.
     */
    public double cost() {
        long without = Math.max(1, bytes - deadBytes);
        long before = bytesBefore.orElse(without);
        long grown = Math.max(0, bytes - before);
        return (double) Math.min(deadBytes, grown) / Math.max(before, without);
    }

    /**
     * Sums partitions up.
     *
     * @param before bytes by the table's name
     */
    public static List<DeadSpace> of(Collection<TableBloat> partitions, Map<String, Long> before) {
        Map<TableName, DeadSpace> sums = new LinkedHashMap<>();
        for (TableBloat each : partitions) {
            Long known = before.get(each.table().toString());
            DeadSpace one = new DeadSpace(
                    each.table(),
                    each.bytes(),
                    each.deadBytes(),
                    known == null ? OptionalLong.empty() : OptionalLong.of(known),
                    each.vacuuming(),
                    each.autovacuum());
            sums.merge(each.table(), one, DeadSpace::plus);
        }
        return List.copyOf(sums.values());
    }

    private DeadSpace plus(DeadSpace other) {
        return new DeadSpace(
                table,
                bytes + other.bytes,
                deadBytes + other.deadBytes,
                bytesBefore,
                vacuuming || other.vacuuming,
                autovacuum && other.autovacuum);
    }
}
