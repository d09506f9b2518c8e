// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import java.time.Instant;
import java.util.List;

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

    /** Counters of an earlier reading that a later one is compared with. */
    public record Counters(Instant at, long blocksHit, long blocksRead, List<QueryFacts> queries) {
        public Counters {
            queries = List.copyOf(queries);
        }
    }

    /** The counters to keep for the next reading. */
    public Counters counters() {
        return new Counters(at, server.blocksHit(), server.blocksRead(), queries);
    }
}
