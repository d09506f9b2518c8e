// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import java.util.Map;
import java.util.Optional;

/**
 * Answers of the database to the questions of a {@link MappingPlan}.
 *
 * @param joins by question; a question without an answer could not be asked
 */
public record Evidence(Map<JoinQuestion, JoinAnswer> joins, Map<ContentQuestion, ContentAnswer> contents) {
    /** No answers. */
    public static final Evidence NONE = new Evidence(Map.of(), Map.of());

    public Evidence {
        joins = Map.copyOf(joins);
        contents = Map.copyOf(contents);
    }

    JoinAnswer of(JoinQuestion question) {
        return joins.getOrDefault(question, JoinAnswer.NONE);
    }

    /** First content column whose bytes a place is the hash of in every row that was computed. */
    Optional<Map.Entry<ContentQuestion, ContentAnswer>> proof(TableFacts table, Place hash) {
        return contents.entrySet().stream()
                .filter(entry -> entry.getKey().table().equals(table.name())
                        && entry.getKey().hash().equals(hash)
                        && entry.getValue().proven().isPresent())
                .findFirst();
    }

    /** Whether the hash was compared with a content column and agreed with none. */
    boolean disproved(TableFacts table, Place hash) {
        return proof(table, hash).isEmpty()
                && contents.entrySet().stream()
                        .anyMatch(entry -> entry.getKey().table().equals(table.name())
                                && entry.getKey().hash().equals(hash)
                                && entry.getValue().tried() > 0);
    }
}
