// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Places of a table that number the chunks of a document, by their names, types and values. */
final class Ordinals {
    private static final Map<String, Integer> NAMES = Map.ofEntries(
            Map.entry("ordinal", 30),
            Map.entry("ord", 30),
            Map.entry("position", 30),
            Map.entry("pos", 28),
            Map.entry("index", 28),
            Map.entry("idx", 28),
            Map.entry("order", 28),
            Map.entry("seq", 28),
            Map.entry("sequence", 28),
            Map.entry("number", 15),
            Map.entry("num", 15),
            Map.entry("no", 15),
            Map.entry("nr", 15),
            Map.entry("rank", 10),
            Map.entry("part", 10));

    private static final Set<String> OTHERS = Set.of(
            "count",
            "size",
            "length",
            "len",
            "token",
            "byte",
            "char",
            "offset",
            "start",
            "end",
            "from",
            "until",
            "version",
            "width",
            "total",
            "dimension",
            "id",
            "at",
            "level",
            "score",
            "hit",
            "word",
            "page",
            "line");

    private static final Pattern ORDINAL = Pattern.compile("0|[1-9][0-9]{0,8}");

    private Ordinals() {}

    /**
     * Place with its weight.
     *
     * @param repeated rows of the sample that share document and ordinal with another
     * @param declared whether a unique key has it with the document
     */
    record Ordinal(PlaceValues values, int weight, int repeated, boolean declared) {}

    /**
     * The likeliest first.
     *
     * @param link column of the document's id
     * @param others places that tell chunks of one ordinal apart: the chunker and its version
     */
    static List<Ordinal> of(TableFacts table, String link, List<Place> others) {
        return table.places().stream()
                .filter(values ->
                        values.place().path().isPresent() || values.column().isWhole())
                .filter(values -> weight(values.words()) > 0)
                .filter(values -> values.values().isEmpty()
                        ? table.sample().isEmpty()
                        : values.all(value -> ORDINAL.matcher(value).matches()))
                .map(values -> new Ordinal(
                        values,
                        weight(values.words()),
                        repeated(table, values.place(), link, others),
                        isDeclared(table, values.place(), link)))
                .sorted(Comparator.comparing((Ordinal ordinal) -> !ordinal.declared)
                        .thenComparing(ordinal -> ordinal.repeated > 0)
                        .thenComparing(ordinal -> -ordinal.weight))
                .toList();
    }

    private static boolean isDeclared(TableFacts table, Place place, String link) {
        return place.path().isEmpty()
                && table.uniqueKeys().stream().anyMatch(key -> key.contains(link) && key.contains(place.column()));
    }

    private static int repeated(TableFacts table, Place ordinal, String link, List<Place> others) {
        Set<List<String>> seen = new HashSet<>();
        int repeated = 0;
        for (Map<Place, String> row : table.sample()) {
            String document = row.get(Place.of(link));
            String number = row.get(ordinal);
            if (document != null && number != null) {
                List<String> name = new java.util.ArrayList<>(List.of(document, number));
                others.forEach(other -> name.add(row.getOrDefault(other, "")));
                repeated += seen.add(name) ? 0 : 1;
            }
        }
        return repeated;
    }

    private static int weight(List<String> words) {
        return NameWords.any(words, OTHERS) ? 0 : NameWords.best(words, NAMES);
    }
}
