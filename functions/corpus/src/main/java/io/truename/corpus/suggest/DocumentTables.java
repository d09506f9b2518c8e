// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Ranking of tables by how much they look like a table of documents. The weights only order tables; nobody else reads them. */
final class DocumentTables {
    /** Weight from which on a table is one of documents, and not only the most similar one. */
    static final int LEAST = 30;

    /** Weight by which a table leads if nothing else comes near. */
    private static final int CLEAR = 20;

    private static final Map<String, Integer> NAMES = Map.ofEntries(
            Map.entry("document", 40),
            Map.entry("doc", 40),
            Map.entry("file", 30),
            Map.entry("upload", 25),
            Map.entry("attachment", 20),
            Map.entry("item", 15),
            Map.entry("entry", 15),
            Map.entry("page", 15),
            Map.entry("article", 15),
            Map.entry("record", 15),
            Map.entry("asset", 15),
            Map.entry("source", 15),
            Map.entry("content", 15),
            Map.entry("note", 15),
            Map.entry("media", 15),
            Map.entry("paper", 15));

    /** Heads of names whose rows are parts of documents, or tell about them. */
    private static final Set<String> OTHERS = Set.of(
            "chunk",
            "segment",
            "section",
            "passage",
            "embedding",
            "vector",
            "node",
            "event",
            "log",
            "queue",
            "job",
            "task",
            "audit",
            "history",
            "version",
            "revision",
            "tag",
            "permission",
            "share",
            "user",
            "member",
            "session",
            "buffer",
            "stat",
            "summary",
            "link",
            "comment",
            "message",
            "notification",
            "setting",
            "config",
            "migration",
            "collection",
            "folder",
            "dataset",
            "keyword",
            "download",
            "metadata",
            "tenant",
            "account",
            "relation",
            "caption");

    private static final int OTHER = -45;
    private static final Set<String> TELLING = Set.of("filename", "mime", "title", "size", "url", "path", "extension");

    private DocumentTables() {}

    /** Table with its weight. */
    record Ranked(TableFacts table, int weight) {}

    /** All tables, the likeliest first. */
    static List<Ranked> rank(DatabaseFacts facts) {
        return facts.tables().stream()
                .map(table -> new Ranked(table, weight(table, facts)))
                .sorted(Comparator.comparingInt((Ranked ranked) -> -ranked.weight)
                        .thenComparing(ranked -> ranked.table.name().toString()))
                .toList();
    }

    /** Certainty that the first of a ranking is the table of documents. */
    static Certainty certainty(List<Ranked> ranking) {
        int first = ranking.get(0).weight;
        int second = ranking.size() > 1 ? ranking.get(1).weight : 0;
        return first >= LEAST && first - second >= CLEAR ? Certainty.PROBABLE : Certainty.UNCERTAIN;
    }

    private static int weight(TableFacts table, DatabaseFacts facts) {
        int weight = ofName(table.words());
        weight += table.movableId().isPresent() ? 20 : -20;
        weight += HashPlaces.of(table, Evidence.NONE).isEmpty() ? 0 : 20;
        weight += ContentColumns.of(table).isEmpty() ? 0 : 8;
        weight += Owners.of(table, facts).isEmpty() ? 0 : 10;
        weight += (int) Math.min(
                        2,
                        table.columns().stream()
                                .filter(column -> NameWords.any(NameWords.of(column.name()), TELLING))
                                .count())
                * 5;
        weight += Math.min(3, references(table, facts)) * 8;
        return weight - (table.sample().isEmpty() ? 15 : 0);
    }

    /** Whether anything but keys and references speaks for it: many tables have an owner. */
    static boolean isLikely(Ranked ranked) {
        return ranked.weight >= LEAST
                && (ofName(ranked.table.words()) > 0
                        || !HashPlaces.of(ranked.table, Evidence.NONE).isEmpty()
                        || !ContentColumns.of(ranked.table).isEmpty());
    }

    private static int ofName(List<String> words) {
        String head = words.isEmpty() ? "" : words.get(words.size() - 1);
        if (OTHERS.contains(head)) {
            return OTHER;
        }
        return NAMES.getOrDefault(head, NameWords.best(words, NAMES));
    }

    /** Number of tables that refer to it, by a foreign key or by a column that is named after it. */
    private static int references(TableFacts table, DatabaseFacts facts) {
        List<String> wanted = new ArrayList<>(table.words());
        wanted.add("id");
        return (int) facts.tables().stream()
                .filter(other -> !other.name().equals(table.name()))
                .filter(other -> other.columns().stream()
                        .anyMatch(column -> facts.linked(other.name(), column.name(), table.name())
                                || NameWords.of(column.name()).equals(wanted)))
                .count();
    }
}
