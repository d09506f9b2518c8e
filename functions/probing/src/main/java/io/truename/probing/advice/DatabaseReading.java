// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import io.truename.corpus.schema.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reading of a database's statistics and catalog.
 *
 * @param at by the database's clock
 * @param randomIds indexes of ids in random order; their names
 * @param queries empty if they are hidden; {@code unseen} then says why
 */
public record DatabaseReading(
        Instant at,
        ServerFacts server,
        Sessions sessions,
        List<TableFacts> tables,
        List<IndexFacts> indexes,
        List<String> randomIds,
        List<WantedIndex> wanted,
        List<QueryFacts> queries,
        List<Unseen> unseen) {
    public DatabaseReading {
        tables = List.copyOf(tables);
        indexes = List.copyOf(indexes);
        randomIds = List.copyOf(randomIds);
        wanted = List.copyOf(wanted);
        queries = List.copyOf(queries);
        unseen = List.copyOf(unseen);
    }

    /**
     * Counters of an earlier reading that a later one is compared with.
     *
     * @param indexes when each was first seen
     */
    public record Counters(
            Instant at,
            long blocksHit,
            long blocksRead,
            List<QueryFacts> queries,
            List<Replayed> replicas,
            Map<TableName, Instant> indexes) {
        public Counters {
            queries = List.copyOf(queries);
            replicas = List.copyOf(replicas);
            indexes = Map.copyOf(indexes);
        }
    }

    /** Place that a replica which was behind had replayed. */
    public record Replayed(String replica, long place) {}

    /** The counters to keep for the next reading. */
    public Counters counters() {
        return new Counters(
                at,
                server.blocksHit(),
                server.blocksRead(),
                queries,
                server.replicas().stream()
                        .filter(replica -> replica.bytes() > 0)
                        .map(replica -> new Replayed(replica.name(), replica.replayed()))
                        .toList(),
                indexes.stream().collect(Collectors.toMap(IndexFacts::name, index -> at, (one, other) -> one)));
    }
}
