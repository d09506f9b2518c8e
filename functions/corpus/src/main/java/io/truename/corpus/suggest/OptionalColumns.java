// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Columns that a mapping may name and need not: size, time, status, embedding. */
final class OptionalColumns {
    private static final Map<String, Integer> CREATED =
            Map.of("created", 4, "creation", 4, "inserted", 3, "uploaded", 3, "ingested", 2, "added", 2);
    private static final Map<String, Integer> STATUS = Map.of("status", 2, "state", 1);
    private static final Map<String, Integer> SIZE = Map.of("byte", 2, "size", 2, "filesize", 2, "length", 1, "len", 1);
    private static final Set<String> NOT_A_SIZE = Set.of(
            "page", "word", "token", "char", "chunk", "count", "hash", "width", "height", "from", "until", "offset");
    private static final Set<String> VECTORS = Set.of("vector", "halfvec", "sparsevec", "_float4", "_float8");
    private static final Map<String, Integer> EMBEDDING = Map.of("embedding", 2, "vector", 1);

    private OptionalColumns() {}

    static Optional<ColumnFacts> createdAt(TableFacts table) {
        return best(table, ColumnFacts::isTime, CREATED, Set.of());
    }

    static Optional<ColumnFacts> status(TableFacts table) {
        return best(table, column -> !column.isJson(), STATUS, Set.of("at", "code"));
    }

    static Optional<ColumnFacts> bytes(TableFacts table) {
        return best(table, column -> column.isWhole() || column.baseType().equals("numeric"), SIZE, NOT_A_SIZE);
    }

    static Optional<ColumnFacts> embedding(TableFacts table) {
        return best(table, column -> VECTORS.contains(column.baseType()), EMBEDDING, Set.of());
    }

    private static Optional<ColumnFacts> best(
            TableFacts table, Predicate<ColumnFacts> type, Map<String, Integer> names, Set<String> others) {
        return table.columns().stream()
                .filter(type)
                .filter(column -> weight(column, names, others) > 0)
                .max(Comparator.comparingInt(column -> weight(column, names, others)));
    }

    private static int weight(ColumnFacts column, Map<String, Integer> names, Set<String> others) {
        List<String> words = NameWords.of(column.name());
        return NameWords.any(words, others) ? 0 : NameWords.best(words, names);
    }
}
