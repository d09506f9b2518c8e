// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Places of a table that name the owner of a row, by their names, types and values. */
final class Owners {
    /** Weight from which on a place names a person, and not a group of persons. */
    static final int PERSON = 20;

    private static final Map<String, Integer> NAMES = Map.ofEntries(
            Map.entry("owner", 32),
            Map.entry("user", 30),
            Map.entry("uploader", 28),
            Map.entry("creator", 26),
            Map.entry("author", 24),
            Map.entry("account", 22),
            Map.entry("customer", 20),
            Map.entry("person", 20),
            Map.entry("member", 20),
            Map.entry("tenant", 16),
            Map.entry("organization", 15),
            Map.entry("organisation", 15),
            Map.entry("org", 15),
            Map.entry("workspace", 14),
            Map.entry("company", 14),
            Map.entry("team", 14),
            Map.entry("client", 12),
            Map.entry("agent", 10),
            Map.entry("collection", 8),
            Map.entry("project", 8),
            Map.entry("dataset", 8),
            Map.entry("knowledge", 8),
            Map.entry("corpus", 8),
            Map.entry("namespace", 8),
            Map.entry("group", 6));

    private static final Set<String> NAMING =
            Set.of("id", "uuid", "guid", "key", "ref", "fk", "by", "name", "email", "login", "sub", "handle");

    private static final Set<String> BY = Set.of("created", "uploaded", "owned", "added", "inserted", "submitted");
    private static final int CREATED_BY = 26;

    /** An owner that changes later gives another id; and counts, kinds and times name nobody. */
    private static final Set<String> OTHERS = Set.of(
            "updated",
            "modified",
            "deleted",
            "last",
            "count",
            "type",
            "role",
            "rating",
            "feedback",
            "at",
            "status",
            "comment",
            "hash",
            "password",
            "token",
            "title",
            "url",
            "path",
            "number",
            "size",
            "text",
            "content",
            "description",
            "time",
            "date",
            "version",
            "ip");

    private static final int ONLY_A_NAME = -15;
    private static final Pattern LEGAL = Pattern.compile("[!-~]{1,256}");

    private Owners() {}

    /** Place with its weight. */
    record Owner(PlaceValues values, int weight, boolean declared) {
        boolean person() {
            return weight >= PERSON;
        }
    }

    /** The likeliest first. */
    static List<Owner> of(TableFacts table, DatabaseFacts facts) {
        return table.places().stream()
                .map(values -> owner(table, values, facts))
                .filter(owner -> owner.weight > 0)
                .filter(owner -> owner.values.values().isEmpty()
                        ? table.sample().isEmpty()
                                && owner.values.place().path().isEmpty()
                        : owner.values.all(value -> LEGAL.matcher(value).matches()))
                .sorted(Comparator.comparingInt(owner -> -owner.weight))
                .toList();
    }

    /** Places that are named like an owner, and whose values no id can have. */
    static List<Place> illegal(TableFacts table, DatabaseFacts facts) {
        return table.places().stream()
                .filter(values -> owner(table, values, facts).weight >= PERSON + ONLY_A_NAME)
                .filter(values -> values.values().stream()
                        .anyMatch(value -> !LEGAL.matcher(value).matches()))
                .map(PlaceValues::place)
                .toList();
    }

    private static Owner owner(TableFacts table, PlaceValues values, DatabaseFacts facts) {
        boolean isKey = table.singleKeys().stream()
                .anyMatch(key -> key.name().equals(values.place().column()));
        if (isKey || (values.place().path().isEmpty() && !values.column().isScalar())) {
            return new Owner(values, 0, false);
        }
        int weight = weight(values.words());
        int referenced = values.place().path().isPresent()
                ? 0
                : facts.links().stream()
                        .filter(link -> link.table().equals(table.name())
                                && link.column().equals(values.place().column()))
                        .mapToInt(link ->
                                NameWords.best(NameWords.of(link.referenced().name()), NAMES))
                        .max()
                        .orElse(0);
        boolean changes = NameWords.any(values.words(), OTHERS);
        return new Owner(values, changes ? 0 : Math.max(weight, referenced), referenced > 0);
    }

    /** A theme, a language or a balance of a user names no user: the last word decides. */
    private static boolean namesSomebody(List<String> words) {
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        return NAMES.containsKey(last) || NAMING.contains(last);
    }

    private static int weight(List<String> words) {
        if (!namesSomebody(words)
                || NameWords.any(words, OTHERS)
                || (words.contains("user") && words.contains("agent"))) {
            return 0;
        }
        int named = NameWords.best(words, NAMES);
        int by = words.contains("by") && NameWords.any(words, BY) ? CREATED_BY : 0;
        return Math.max(Math.max(named, by) + (words.contains("name") ? ONLY_A_NAME : 0), 0);
    }
}
