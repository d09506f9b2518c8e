// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.identity.UuidText;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Columns of a table that hold ids of documents: by foreign key, by their values, or in an empty table by their names. */
final class Links {
    private Links() {}

    /** Column with its certainty. */
    record Link(ColumnFacts column, Certainty certainty, String reason) {}

    /** Columns whose values may be ids. */
    static Stream<PlaceValues> candidates(TableFacts table) {
        return table.columns().stream()
                .filter(column -> column.isUuid() || column.isText())
                .flatMap(column -> table.values(Place.of(column.name())).stream())
                .filter(values -> values.all(UuidText::isUuid));
    }

    /** The column with ids of documents; the most certain one, and of these the one that is named after them. */
    static Optional<Link> of(TableFacts table, TableFacts documents, DatabaseFacts facts, Evidence evidence) {
        List<ColumnFacts> ids =
                documents.movableId().or(documents::fixedKey).stream().toList();
        return table.columns().stream()
                .filter(ColumnFacts::isScalar)
                .flatMap(column ->
                        ids.stream().flatMap(id -> link(table, column, documents, id, facts, evidence).stream()))
                .min(Comparator.comparing(Link::certainty)
                        .thenComparing(link -> !NameWords.nameTheSame(
                                NameWords.of(link.column().name()), documents.words())));
    }

    private static Optional<Link> link(
            TableFacts table,
            ColumnFacts column,
            TableFacts documents,
            ColumnFacts id,
            DatabaseFacts facts,
            Evidence evidence) {
        if (facts.linked(table.name(), column.name(), documents.name(), id.name())) {
            return Optional.of(
                    new Link(column, Certainty.CERTAIN, "A foreign key refers from it to " + documents.name() + "."));
        }
        JoinAnswer answer =
                evidence.of(new JoinQuestion(table.name(), Place.of(column.name()), documents.name(), id.name()));
        if (answer.refers()) {
            return Optional.of(new Link(
                    column,
                    answer.all() ? Certainty.CERTAIN : Certainty.PROBABLE,
                    "It has no foreign key. " + answer.words() + " are ids of " + documents.name() + "."));
        }
        boolean named = table.sample().isEmpty()
                && NameWords.isReference(NameWords.of(column.name()))
                && NameWords.nameTheSame(NameWords.of(column.name()), documents.words());
        return named
                ? Optional.of(new Link(
                        column,
                        Certainty.UNCERTAIN,
                        "It is named after " + documents.name() + ". The table has no rows that could prove it."))
                : Optional.empty();
    }
}
