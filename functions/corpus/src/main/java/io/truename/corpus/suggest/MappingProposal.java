// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.corpus.mapping.InputLine;
import io.truename.corpus.mapping.QualifiedName;
import io.truename.corpus.schema.TableName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Proposal of a mapping: a choice for each field with its reason and certainty. What the catalog and the sample do not show is left as a
 * gap.
 *
 * @param documents table of documents; empty if none was found
 * @param chunks tables of chunks in the order of the mapping
 * @param missing required fields without a value; the YAML cannot be read before they are filled
 */
public record MappingProposal(
        Optional<TableName> documents,
        List<TableName> chunks,
        List<Choice> choices,
        List<Missing> missing,
        List<Notice> warnings) {
    static final String NO_ID =
            "No column is unique on its own and a UUID, or text with a UUID in every row. Only such ids can be changed.";
    static final String NO_ID_REMEDY =
            "Name the column that identifies a row. If its values are no UUIDs or must not change, add trueId: the column beside it"
                    + " that gets the true ids.";
    static final String STAYS =
            "It is unique on its own, but holds no UUIDs. It stays as it is, and true ids are written beside it.";

    public MappingProposal {
        chunks = List.copyOf(chunks);
        choices = List.copyOf(choices);
        missing = List.copyOf(missing);
        warnings = List.copyOf(warnings);
    }

    /** Proposes a mapping. */
    public static MappingProposal of(MappingPlan plan, Evidence evidence) {
        ProposalBuilder to = new ProposalBuilder();
        plan.facts().unread().forEach(notice -> to.warn(notice.subject(), notice.reason()));
        List<TableName> chunks = List.of();
        List<Alternative> others = plan.others().stream()
                .map(name -> new Alternative(
                        InputLine.of(OtherTables.name(name)), "It has something of a table of documents, too."))
                .toList();
        if (plan.documents().isEmpty()) {
            to.gap(
                    "/documents/table",
                    plan.reason(),
                    "Name the table in the field documents of the request, or map it by hand.",
                    others);
        } else {
            TableFacts documents = plan.documents().get();
            to.choose(
                    "/documents/table",
                    InputLine.of(OtherTables.name(documents.name())),
                    plan.certainty(),
                    plan.reason(),
                    others);
            documents(documents, plan.facts(), evidence, to);
            chunks = ChunkProposal.propose(plan, documents, evidence, to);
        }
        return new MappingProposal(
                plan.documents().map(TableFacts::name), chunks, to.choices(), to.missing(), to.warnings());
    }

    private static void documents(TableFacts documents, DatabaseFacts facts, Evidence evidence, ProposalBuilder to) {
        documents
                .movableId()
                .ifPresentOrElse(
                        column -> to.choose(
                                "/documents/id",
                                name(column),
                                column.isUuid() || !documents.sample().isEmpty()
                                        ? Certainty.CERTAIN
                                        : Certainty.PROBABLE,
                                "It is unique on its own, and holds UUIDs."),
                        () -> documents
                                .fixedKey()
                                .ifPresentOrElse(
                                        key -> {
                                            to.choose("/documents/id", name(key), Certainty.PROBABLE, STAYS);
                                            trueId(documents, "/documents", to);
                                        },
                                        () -> to.gap("/documents/id", NO_ID, NO_ID_REMEDY, List.of())));
        OwnerProposal.propose(documents, facts, evidence, to);
        ContentHashProposal.propose(documents, facts, evidence, to);
        OptionalColumns.bytes(documents)
                .ifPresent(column -> optional("bytes", column, "Its name is that of a size.", to));
        OptionalColumns.createdAt(documents)
                .ifPresent(column -> optional("createdAt", column, "Its name is that of the time of creation.", to));
        OptionalColumns.status(documents)
                .ifPresent(column -> optional("status", column, "Its name is that of a status.", to));
    }

    /** Chooses the column for true ids beside keys that stay, or says how to add one. */
    static void trueId(TableFacts table, String field, ProposalBuilder to) {
        table.trueId()
                .ifPresentOrElse(
                        column -> to.choose(
                                field + "/trueId",
                                name(column),
                                Certainty.PROBABLE,
                                "Its name says that it is for true ids."),
                        () -> to.gap(
                                field + "/trueId",
                                "The table has no column for true ids, and its keys stay as they are.",
                                "ALTER TABLE " + OtherTables.name(table.name())
                                        + " ADD COLUMN true_id uuid; then write true_id" + " here.",
                                table.movableId().stream()
                                        .map(key -> new Alternative(
                                                name(key),
                                                "The key itself becomes the true id, if no foreign key refers to it."))
                                        .toList()));
    }

    private static void optional(String field, ColumnFacts column, String reason, ProposalBuilder to) {
        to.choose("/documents/" + field, name(column), Certainty.PROBABLE, reason);
    }

    private static String name(ColumnFacts column) {
        return InputLine.of(new QualifiedName(List.of(column.name())));
    }

    /** The same with lines of {@code softReferences}, and further remarks. */
    public MappingProposal with(List<Choice> references, List<Notice> remarks) {
        return new MappingProposal(
                documents,
                chunks,
                Stream.concat(choices.stream(), references.stream()).toList(),
                missing,
                Stream.concat(warnings.stream(), remarks.stream()).toList());
    }

    /** Whether nothing required is missing. */
    public boolean complete() {
        return missing.isEmpty();
    }

    /** The mapping, with a marked gap for each field without a value. */
    public String yaml() {
        return MappingText.of(choices);
    }
}
