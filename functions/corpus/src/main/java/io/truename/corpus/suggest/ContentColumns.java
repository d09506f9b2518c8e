// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Columns that hold the content of a document or a chunk, by their names and types. */
final class ContentColumns {
    private static final Map<String, Integer> NAMES = Map.ofEntries(
            Map.entry("content", 30),
            Map.entry("text", 25),
            Map.entry("body", 25),
            Map.entry("blob", 25),
            Map.entry("raw", 20),
            Map.entry("document", 20),
            Map.entry("chunk", 20),
            Map.entry("markdown", 20),
            Map.entry("html", 15),
            Map.entry("byte", 15),
            Map.entry("data", 10));

    private static final Set<String> OTHER = Set.of(
            "id",
            "hash",
            "sha256",
            "md5",
            "type",
            "size",
            "length",
            "len",
            "url",
            "path",
            "name",
            "title",
            "key",
            "count",
            "uuid",
            "from",
            "status",
            "version",
            "checksum");

    private ContentColumns() {}

    /** The likeliest first: bytes before text, because they are the file. */
    static List<ColumnFacts> of(TableFacts table) {
        return table.columns().stream()
                .filter(column -> (column.isText() && !column.type().contains("(")) || column.isBytes())
                .filter(column -> weight(column) > 0)
                .filter(column -> table.values(Place.of(column.name()))
                        .filter(values ->
                                HashForm.of(values.values(), column.isBytes()).isEmpty())
                        .isPresent())
                .sorted(Comparator.comparingInt(column -> -weight(column)))
                .toList();
    }

    private static int weight(ColumnFacts column) {
        List<String> words = NameWords.of(column.name());
        return NameWords.any(words, OTHER) ? 0 : NameWords.best(words, NAMES) + (column.isBytes() ? 10 : 0);
    }
}
