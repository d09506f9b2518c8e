// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Places of a table that name the chunker of a row, and its version. */
final class Chunkers {
    private static final Set<String> CHUNKERS = Set.of("chunker", "splitter", "segmenter", "chunking", "splitting");
    private static final Set<String> OF_CHUNKS = Set.of("chunk", "split", "segment");
    private static final Set<String> WAYS = Set.of("strategy", "method", "mode", "algorithm");
    private static final Set<String> VERSIONS = Set.of("version", "ver", "revision");
    private static final Set<String> OTHERS = Set.of(
            "size",
            "overlap",
            "length",
            "count",
            "id",
            "config",
            "embedding",
            "model",
            "schema",
            "row",
            "lock",
            "document",
            "at",
            "status");

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private Chunkers() {}

    /** Place of the chunker's name. */
    static Optional<PlaceValues> name(TableFacts table) {
        return find(
                table,
                words -> !NameWords.any(words, VERSIONS)
                        && (NameWords.any(words, CHUNKERS)
                                || (NameWords.any(words, OF_CHUNKS) && NameWords.any(words, WAYS))));
    }

    /** Place of the chunker's version. */
    static Optional<PlaceValues> version(TableFacts table) {
        return find(table, words -> NameWords.any(words, VERSIONS));
    }

    private static Optional<PlaceValues> find(TableFacts table, java.util.function.Predicate<List<String>> named) {
        return table.places().stream()
                .filter(values ->
                        values.place().path().isPresent() || values.column().isText())
                .filter(values -> named.test(values.words()) && !NameWords.any(values.words(), OTHERS))
                .filter(values -> values.values().isEmpty()
                        ? table.sample().isEmpty()
                        : values.all(value -> LEGAL.matcher(value).matches()))
                .min(Comparator.comparing((PlaceValues values) -> !NameWords.any(values.words(), CHUNKERS))
                        .thenComparing(values -> values.missing()));
    }
}
