// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Order in which the chunks of a document can be numbered where no place has their ordinal: pages, lines, offsets and times. */
final class Positions {
    /** Coarse places come first: a page has many lines. */
    private static final Map<String, Integer> ORDER = Map.ofEntries(
            Map.entry("page", 7),
            Map.entry("paragraph", 6),
            Map.entry("line", 5),
            Map.entry("start", 4),
            Map.entry("offset", 4),
            Map.entry("begin", 4),
            Map.entry("from", 4),
            Map.entry("serial", 3),
            Map.entry("created", 2),
            Map.entry("inserted", 2));

    /** Words of numbers that are no place. */
    private static final Set<String> OTHERS = Set.of("count", "total", "size", "length", "id", "by", "user", "label");

    private static final int MOST = 3;
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?");

    private Positions() {}

    /**
     * Finds an order; empty if the sample does not show one in which no two chunks of a document have the same place.
     *
     * @param link column of the document's id
     * @param others places that tell chunks of one place apart: the chunker and its version
     */
    static List<Place> of(TableFacts table, String link, List<Place> others) {
        return declared(table, link).orElseGet(() -> sampled(table, link, others));
    }

    /** The columns that a unique key has besides the document, if they are of an order. */
    private static Optional<List<Place>> declared(TableFacts table, String link) {
        return table.uniqueKeys().stream()
                .filter(key -> key.size() > 1 && key.contains(link))
                .map(key -> key.stream()
                        .filter(column -> !column.equals(link))
                        .flatMap(column -> table.values(Place.of(column)).stream())
                        .toList())
                .filter(places -> places.stream()
                        .allMatch(
                                values -> isOrdered(values) && !values.column().nullable()))
                .map(Positions::inOrder)
                .findFirst();
    }

    private static List<Place> sampled(TableFacts table, String link, List<Place> others) {
        List<Place> places = inOrder(table.places().stream()
                .filter(values -> isOrdered(values) && !values.values().isEmpty() && values.missing() == 0)
                .toList());
        for (int length = 1; length <= Math.min(MOST, places.size()); length++) {
            List<Place> by = places.subList(0, length);
            if (isTotal(table, link, others, by)) {
                return List.copyOf(by);
            }
        }
        return List.of();
    }

    private static List<Place> inOrder(List<PlaceValues> places) {
        return places.stream()
                .sorted(Comparator.comparing(values -> -weight(values)))
                .map(PlaceValues::place)
                .toList();
    }

    private static boolean isOrdered(PlaceValues values) {
        boolean number = values.place().path().isPresent()
                ? values.all(value -> NUMBER.matcher(value).matches())
                : values.column().isWhole() || values.column().isTime();
        return number && weight(values) > 0;
    }

    private static int weight(PlaceValues values) {
        return NameWords.any(values.words(), OTHERS) ? 0 : NameWords.best(values.words(), ORDER);
    }

    /** Whether rows of one document are in the sample, and no two of them have the same values. */
    private static boolean isTotal(TableFacts table, String link, List<Place> others, List<Place> by) {
        Set<List<String>> seen = new HashSet<>();
        Set<String> documents = new HashSet<>();
        boolean compared = false;
        for (Map<Place, String> row : table.sample()) {
            String document = row.get(Place.of(link));
            if (document != null) {
                compared |= !documents.add(document);
                List<String> place = new ArrayList<>(List.of(document));
                Stream.concat(others.stream(), by.stream()).forEach(each -> place.add(row.getOrDefault(each, "")));
                if (!seen.add(place)) {
                    return false;
                }
            }
        }
        return compared;
    }
}
