// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.corpus.schema.TableName;
import io.truename.identity.UuidText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Plan of a proposal: the table of documents, and the questions that only the database can answer.
 *
 * @param documents empty if no table can be it
 * @param others other tables that may hold documents, the likeliest first
 */
public record MappingPlan(
        DatabaseFacts facts,
        Hints hints,
        Optional<TableFacts> documents,
        Certainty certainty,
        String reason,
        List<TableName> others) {
    private static final int MOST_JOINS = 150;
    private static final int MOST_CONTENTS = 10;
    private static final int MOST_OTHERS = 3;

    public MappingPlan {
        others = List.copyOf(others);
    }

    /** Chooses the table of documents. */
    public static MappingPlan of(DatabaseFacts facts, Hints hints) {
        List<DocumentTables.Ranked> ranking = DocumentTables.rank(facts);
        Optional<TableFacts> given = hints.documents().flatMap(facts::table);
        if (given.isPresent()) {
            return new MappingPlan(facts, hints, given, Certainty.CERTAIN, "The request names it.", List.of());
        }
        Optional<DocumentTables.Ranked> best = ranking.stream()
                .filter(ranked -> !hints.chunks().contains(ranked.table().name()))
                .filter(ranked -> DocumentTables.isLikely(ranked) || standsAlone(ranked.table()))
                .findFirst();
        Certainty certainty = best.isPresent() ? DocumentTables.certainty(ranking) : Certainty.UNCERTAIN;
        List<TableName> others = ranking.stream()
                .filter(ranked -> best.isPresent() && !ranked.equals(best.get()) && ranked.weight() > 0)
                .map(ranked -> ranked.table().name())
                .limit(MOST_OTHERS)
                .toList();
        String reason = best.isEmpty()
                ? "No table looks like documents: none has a name, an owner and a content hash or a content of its own."
                : !DocumentTables.isLikely(best.get())
                        ? "No table looks like documents. Each row of this one has content, and would be a document of its own."
                        : "Its name, its key, its columns and the tables that refer to it are those of documents"
                                + (certainty == Certainty.PROBABLE ? "." : ", but other tables come near.");
        return new MappingPlan(facts, hints, best.map(DocumentTables.Ranked::table), certainty, reason, others);
    }

    private static boolean standsAlone(TableFacts table) {
        return (table.movableId().isPresent() || table.fixedKey().isPresent())
                && !ContentColumns.of(table).isEmpty();
    }

    /** Questions whether values refer to rows of other tables: those of documents, and those that may hold ids of documents. */
    public List<JoinQuestion> joins() {
        return documents
                .map(table -> Stream.concat(
                                outward(table).limit(MOST_JOINS), links(table).limit(MOST_JOINS))
                        .toList())
                .orElse(List.of());
    }

    /** Columns of other tables whose values may be ids of documents. */
    private Stream<JoinQuestion> links(TableFacts table) {
        return table.movableId().stream()
                .flatMap(id -> facts.tables().stream()
                        .filter(other -> !other.name().equals(table.name()))
                        .sorted(Comparator.comparingInt(other -> -ChunkTables.ofName(other)))
                        .flatMap(other -> Links.candidates(other)
                                .map(values ->
                                        new JoinQuestion(other.name(), values.place(), table.name(), id.name()))));
    }

    /** Places of documents whose values may be keys of other tables. */
    private Stream<JoinQuestion> outward(TableFacts table) {
        String id = table.movableId().map(ColumnFacts::name).orElse("");
        return table.places().stream()
                .filter(values -> !values.place().column().equals(id))
                .filter(values ->
                        values.place().path().isPresent() || values.column().isScalar())
                .flatMap(values -> facts.tables().stream()
                        .filter(other -> !other.name().equals(table.name()))
                        .flatMap(other -> other.singleKeys().stream()
                                .filter(key -> mayRefer(values, other, key))
                                .map(key -> new JoinQuestion(table.name(), values.place(), other.name(), key.name()))));
    }

    /** Whole numbers are keys of every table: only a name tells which is meant. */
    private static boolean mayRefer(PlaceValues values, TableFacts other, ColumnFacts key) {
        boolean named = NameWords.nameTheSame(values.words(), other.words());
        if (values.all(UuidText::isUuid)) {
            return key.isUuid() || key.isText();
        }
        boolean whole = values.all(value -> value.matches("[0-9]{1,18}"));
        return named && NameWords.isReference(values.words()) && (whole ? key.isWhole() || key.isText() : key.isText());
    }

    /** Questions whether stored hashes are those of stored contents. */
    public List<ContentQuestion> contents() {
        Set<TableName> reached =
                Set.copyOf(joins().stream().map(JoinQuestion::to).toList());
        List<TableFacts> tables = new ArrayList<>(documents.stream().toList());
        facts.tables().stream()
                .filter(table -> reached.contains(table.name()) && !tables.contains(table))
                .forEach(tables::add);
        return tables.stream()
                .flatMap(table -> table.places().stream()
                        .flatMap(values -> HashPlaces.form(values).stream()
                                .flatMap(form -> ContentColumns.of(table).stream()
                                        .filter(content -> !content.name()
                                                .equals(values.place().column()))
                                        .map(content -> new ContentQuestion(
                                                table.name(), values.place(), form, content.name())))))
                .limit(MOST_CONTENTS)
                .toList();
    }
}
