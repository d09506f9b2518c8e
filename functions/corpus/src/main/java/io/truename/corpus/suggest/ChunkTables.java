// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.corpus.suggest.Links.Link;
import io.truename.corpus.suggest.Ordinals.Ordinal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Search for the tables of chunks. The weights only order tables; nobody else reads them. */
final class ChunkTables {
    private static final int LEAST = 35;
    private static final int MOST = 16;

    private static final Map<String, Integer> NAMES = Map.ofEntries(
            Map.entry("chunk", 40),
            Map.entry("segment", 25),
            Map.entry("section", 25),
            Map.entry("passage", 25),
            Map.entry("fragment", 25),
            Map.entry("paragraph", 25),
            Map.entry("split", 25),
            Map.entry("node", 20),
            Map.entry("embedding", 25),
            Map.entry("vector", 25),
            Map.entry("block", 15),
            Map.entry("part", 15));

    private ChunkTables() {}

    /**
     * Table that looks like one of chunks.
     *
     * @param id empty if no column of it can move
     * @param link empty if no column has ids of documents
     * @param ordinals likeliest first; empty if nothing numbers the chunks
     * @param order places by which they can be numbered; empty if they need not or cannot
     */
    record ChunkTable(
            TableFacts table,
            int weight,
            Optional<ColumnFacts> id,
            Optional<Link> link,
            Optional<PlaceValues> chunker,
            Optional<PlaceValues> version,
            List<Ordinal> ordinals,
            List<Place> order) {
        boolean whole() {
            return id.isPresent() && link.isPresent() && !(ordinals.isEmpty() && order.isEmpty());
        }

        Optional<Ordinal> ordinal() {
            return ordinals.stream().findFirst();
        }
    }

    /** Tables that can be chunks, the likeliest first, then those that look like it but lack something. */
    static List<ChunkTable> of(MappingPlan plan, TableFacts documents, Evidence evidence) {
        if (!plan.hints().chunks().isEmpty()) {
            return plan.hints().chunks().stream()
                    .flatMap(name -> plan.facts().table(name).stream())
                    .map(table -> read(table, documents, plan.facts(), evidence))
                    .toList();
        }
        return plan.facts().tables().stream()
                .filter(table -> !table.name().equals(documents.name()))
                .map(table -> read(table, documents, plan.facts(), evidence))
                .filter(table -> table.weight >= LEAST)
                .sorted(Comparator.comparing((ChunkTable table) -> !table.whole())
                        .thenComparing(table -> -table.weight)
                        .thenComparing(table -> table.table().name().toString()))
                .limit(MOST)
                .toList();
    }

    private static ChunkTable read(TableFacts table, TableFacts documents, DatabaseFacts facts, Evidence evidence) {
        // Beside the keys of documents, chunks keep theirs, too.
        Optional<ColumnFacts> id =
                table.movableId().or(() -> documents.fixedKey().flatMap(stays -> table.fixedKey()));
        Optional<Link> link = Links.of(table, documents, facts, evidence)
                .filter(found -> id.filter(found.column()::equals).isEmpty());
        Optional<PlaceValues> chunker = Chunkers.name(table);
        Optional<PlaceValues> version = Chunkers.version(table);
        List<Place> others = Stream.concat(chunker.stream(), version.stream())
                .map(PlaceValues::place)
                .toList();
        List<Ordinal> ordinals = link.map(
                        found -> Ordinals.of(table, found.column().name(), others))
                .orElse(List.of());
        List<Place> order = link.filter(found -> ordinals.isEmpty())
                .map(found -> Positions.of(table, found.column().name(), others))
                .orElse(List.of());
        return new ChunkTable(table, weight(table, chunker, ordinals), id, link, chunker, version, ordinals, order);
    }

    private static int weight(TableFacts table, Optional<PlaceValues> chunker, List<Ordinal> ordinals) {
        return ofName(table)
                + (ContentColumns.of(table).isEmpty() ? 0 : 10)
                + (OptionalColumns.embedding(table).isEmpty() ? 0 : 10)
                + (chunker.isEmpty() ? 0 : 15)
                + (ordinals.isEmpty() ? 0 : 10)
                + (ordinals.stream().anyMatch(Ordinal::declared) ? 20 : 0);
    }

    /** Weight of the name alone. */
    static int ofName(TableFacts table) {
        List<String> words = table.words();
        return words.isEmpty() ? 0 : NAMES.getOrDefault(words.get(words.size() - 1), 0);
    }
}
