// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.corpus.mapping.Input;
import io.truename.corpus.mapping.QualifiedName;
import io.truename.corpus.schema.TableName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Rows of other tables that belong to a document: over a foreign key, or over a column whose values match. */
final class OtherTables {
    private OtherTables() {}

    /**
     * Other table with the way to its row.
     *
     * @param key column of the other table
     * @param own input of the document that the key equals
     */
    record Reached(TableFacts table, String key, Input own, Certainty certainty, String way) {
        /** Input of the other table's row. */
        Input input(Input take) {
            return new Input.OfTable(name(table.name()), Map.of(new QualifiedName(List.of(key)), own), take);
        }
    }

    static QualifiedName name(TableName table) {
        return new QualifiedName(List.of(table.schema(), table.name()));
    }

    /** Tables that documents refer to, then those whose key is the document's id. */
    static List<Reached> of(TableFacts documents, DatabaseFacts facts, Evidence evidence) {
        return Stream.of(declared(documents, facts), matched(documents, facts, evidence), back(documents, facts))
                .flatMap(reached -> reached)
                .toList();
    }

    private static Stream<Reached> declared(TableFacts documents, DatabaseFacts facts) {
        return facts.links().stream()
                .filter(link -> link.table().equals(documents.name())
                        && !link.referenced().equals(documents.name()))
                .flatMap(link -> facts.table(link.referenced()).stream()
                        .map(other -> new Reached(
                                other,
                                link.referencedColumn(),
                                Place.of(link.column()).input(),
                                Certainty.CERTAIN,
                                "over the foreign key of " + link.column())));
    }

    private static Stream<Reached> matched(TableFacts documents, DatabaseFacts facts, Evidence evidence) {
        return evidence.joins().entrySet().stream()
                .filter(entry -> entry.getKey().table().equals(documents.name())
                        && entry.getValue().refers())
                .filter(entry -> !facts.linked(
                        documents.name(),
                        entry.getKey().place().column(),
                        entry.getKey().to()))
                .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                .flatMap(entry -> facts.table(entry.getKey().to()).stream()
                        .map(other -> new Reached(
                                other,
                                entry.getKey().key(),
                                entry.getKey().place().input(),
                                entry.getValue().all() ? Certainty.PROBABLE : Certainty.UNCERTAIN,
                                "over " + entry.getKey().place() + ", of which "
                                        + entry.getValue().words() + " find exactly one row")));
    }

    /** Only by foreign key: without one, the row would be looked up by an id that nothing changes there. */
    private static Stream<Reached> back(TableFacts documents, DatabaseFacts facts) {
        return documents.movableId().stream()
                .flatMap(id -> facts.tables().stream()
                        .filter(other -> !other.name().equals(documents.name()))
                        .flatMap(other -> other.singleKeys().stream()
                                .filter(key -> facts.linked(other.name(), key.name(), documents.name(), id.name()))
                                .map(key -> new Reached(
                                        other,
                                        key.name(),
                                        Place.of(id.name()).input(),
                                        Certainty.PROBABLE,
                                        "over its column " + key.name() + ", which holds the document's id once"))));
    }
}
