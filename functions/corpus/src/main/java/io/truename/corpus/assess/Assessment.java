// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import io.truename.corpus.schema.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Result of an assessment. {@link AssessmentSections} makes a report of it.
 *
 * @param at the database's clock when it ended
 * @param ofOneMoment whether all documents were read in one snapshot; a large corpus is read in several, one after the other
 * @param recentDays documents younger than this count as recent
 * @param documents ended: the last user is counted in
 * @param references of every column that refers to documents or chunks
 * @param undeclared references in columns that nobody declared
 * @param computedHashes contents whose SHA-256 the server computes
 * @param sample empty when no batch was tried
 * @param findings of the inspection
 */
public record Assessment(
        Instant at,
        boolean ofOneMoment,
        int recentDays,
        CorpusTally.State documents,
        Collisions collisions,
        List<Reference> references,
        UndeclaredReferences undeclared,
        List<ComputedHash> computedHashes,
        List<TableWriteEstimate> tables,
        List<Observer> observers,
        List<MissingRight> missingRights,
        Optional<SampleResult> sample,
        List<Finding> findings) {
    public Assessment {
        references = List.copyOf(references);
        computedHashes = List.copyOf(computedHashes);
        tables = List.copyOf(tables);
        observers = List.copyOf(observers);
        missingRights = List.copyOf(missingRights);
        findings = List.copyOf(findings);
    }

    /**
     * Documents that would get the same id.
     *
     * @param groups of more than one document of one user with the same content
     * @param documents in them
     * @param largest documents of the largest group
     * @param equal documents that are equal to the oldest of their group, and can be merged into it
     * @param differing documents that differ from it in a column that is no bookkeeping
     * @param equalChunks chunks that are equal to another with the same true id
     * @param differingChunks chunks that differ from it
     */
    public record Collisions(
            long groups,
            long documents,
            long largest,
            long equal,
            long differing,
            long equalChunks,
            long differingChunks) {
        /** Finding about duplicates that differ and cannot be merged; empty if there are none. */
        public Optional<Finding> finding(String table) {
            return differing + differingChunks == 0
                    ? Optional.empty()
                    : Optional.of(new Finding(
                            Finding.Severity.WARNING,
                            "duplicates.differ",
                            table,
                            differing + " documents and " + differingChunks
                                    + " chunks have the true id of another, from which they differ. Documents that they"
                                    + " belong to are set aside, because a merge would lose what differs.",
                            "Correct these rows, or name the columns under bookkeeping in the mapping if the differences do"
                                    + " not matter. \"onCollision\": \"merge-or-fail\" refuses a plan with any."));
        }
    }

    /**
     * A column that refers to documents or chunks.
     *
     * @param column {@code schema.table.column}
     * @param to the table it refers to
     * @param enforced whether a validated foreign key leaves no room for orphans, so that nothing was counted
     * @param orphans values that lead nowhere
     * @param indexed whether an index finds its rows by id
     */
    public record Reference(String column, String to, boolean enforced, long orphans, boolean indexed) {}

    /**
     * Something that will see the change.
     *
     * @param kind trigger, publication, replica, replication slot, view or materialized view
     * @param on the table; empty when it sees all of them
     */
    public record Observer(String kind, String name, String on, String sees) {}

    /**
     * Right that a migration needs and its role lacks.
     *
     * @param remedy SQL to run
     */
    public record MissingRight(String table, String right, String neededFor, String remedy) {}
}
