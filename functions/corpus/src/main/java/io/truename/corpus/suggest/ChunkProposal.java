// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.corpus.mapping.Input;
import io.truename.corpus.mapping.InputLine;
import io.truename.corpus.mapping.QualifiedName;
import io.truename.corpus.schema.TableName;
import io.truename.corpus.suggest.ChunkTables.ChunkTable;
import io.truename.corpus.suggest.Ordinals.Ordinal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Proposal of the tables of chunks and of their inputs. */
final class ChunkProposal {
    private static final String WORD = "[A-Za-z0-9._-]{1,64}";

    private ChunkProposal() {}

    /** Proposes; returns the tables that the mapping names. */
    static List<TableName> propose(MappingPlan plan, TableFacts documents, Evidence evidence, ProposalBuilder to) {
        List<TableName> named = new ArrayList<>();
        for (ChunkTable found : ChunkTables.of(plan, documents, evidence)) {
            boolean given = plan.hints().chunks().contains(found.table().name());
            if (found.whole() || given) {
                new Entry(
                                found,
                                "/chunks/" + named.size(),
                                given,
                                documents.fixedKey().isPresent(),
                                to)
                        .propose();
                named.add(found.table().name());
            } else {
                to.warn(found.table().name().toString(), lacking(found));
            }
        }
        return named;
    }

    private static String lacking(ChunkTable found) {
        String lacks = found.id().isEmpty()
                ? "none of its columns is unique on its own and a UUID or text with a UUID in every row"
                : found.link().isEmpty()
                        ? "none of its columns has ids of documents as whole values"
                        : "nothing in it numbers the chunks of a document";
        return "Its name and columns are those of chunks, but " + lacks
                + ". Its rows keep their ids. If it does hold chunks, add an entry to chunks by hand.";
    }

    /** One entry of {@code chunks}. */
    private record Entry(ChunkTable found, String field, boolean given, boolean beside, ProposalBuilder to) {
        void propose() {
            to.choose(
                    field + "/table",
                    InputLine.of(OtherTables.name(found.table().name())),
                    given ? Certainty.CERTAIN : Certainty.PROBABLE,
                    given
                            ? "The request names it."
                            : "Its rows refer to documents and are numbered, and its name and columns are those of chunks.");
            id();
            link();
            word("chunker", found.chunker(), constant(), "chunker");
            word("chunkerVersion", found.version(), "1", "chunker's version");
            ordinal();
            OptionalColumns.embedding(found.table())
                    .ifPresent(column -> to.choose(
                            field + "/embedding", name(column), Certainty.PROBABLE, "Its type is that of a vector."));
        }

        private void id() {
            found.id()
                    .ifPresentOrElse(
                            column -> {
                                boolean stays = found.table().movableId().isEmpty() || beside;
                                to.choose(
                                        field + "/id",
                                        name(column),
                                        stays ? Certainty.PROBABLE : Certainty.CERTAIN,
                                        found.table().movableId().isEmpty()
                                                ? MappingProposal.STAYS
                                                : "It is unique on its own and holds UUIDs.");
                                if (beside) {
                                    MappingProposal.trueId(found.table(), field, to);
                                }
                            },
                            () -> to.gap(
                                    field + "/id", MappingProposal.NO_ID, MappingProposal.NO_ID_REMEDY, List.of()));
        }

        private void link() {
            found.link()
                    .ifPresentOrElse(
                            link -> to.choose(
                                    field + "/document", name(link.column()), link.certainty(), link.reason()),
                            () -> to.gap(
                                    field + "/document",
                                    "No column has ids of documents as whole values.",
                                    "Name the column. Ids within a longer text or in JSON must be put into a column of their own"
                                            + " first.",
                                    List.of()));
        }

        private void word(String name, Optional<PlaceValues> place, String constant, String described) {
            String always = InputLine.of(new Input.Constant(constant));
            if (place.isEmpty()) {
                to.choose(
                        field + "/" + name,
                        always,
                        Certainty.UNCERTAIN,
                        "No column or member of JSON names the " + described
                                + ". A constant serves if all chunks were made in one way; change it when that way changes.");
                return;
            }
            PlaceValues values = place.get();
            String own = InputLine.of(values.place().input());
            String both =
                    InputLine.of(new Input.FirstOf(List.of(values.place().input(), new Input.Constant(constant))));
            boolean whole = values.missing() == 0;
            to.choose(
                    field + "/" + name,
                    whole ? own : both,
                    whole ? Certainty.PROBABLE : Certainty.UNCERTAIN,
                    values.place() + " is named like a " + described
                            + (whole
                                    ? "."
                                    : ", and is null in " + values.missing() + " of " + values.rows()
                                            + " sampled rows, which get a constant."),
                    List.of(
                            new Alternative(own, "Rows without it stay as they are."),
                            new Alternative(both, "Rows without it get a constant."),
                            new Alternative(always, "The same for every row.")));
        }

        private String constant() {
            String table = found.table().name().name();
            return table.matches(WORD) ? table : "chunks";
        }

        private void ordinal() {
            if (!found.order().isEmpty()) {
                to.choose(
                        field + "/ordinal",
                        InputLine.of(new Input.Position(
                                found.order().stream().map(Place::input).toList())),
                        Certainty.UNCERTAIN,
                        "Nothing numbers the chunks of a document, and no two of them have the same "
                                + found.order().stream().map(Place::toString).collect(Collectors.joining(" and "))
                                + ", as far as the sample and the keys show. Numbers by order stay the same only if no chunk is"
                                + " written before others of its document or deleted before them.");
                return;
            }
            List<Alternative> alternatives = found.ordinals().stream()
                    .map(ordinal -> new Alternative(
                            InputLine.of(ordinal.values().place().input()), reason(ordinal)))
                    .toList();
            found.ordinal()
                    .ifPresentOrElse(
                            ordinal -> to.choose(
                                    field + "/ordinal",
                                    InputLine.of(ordinal.values().place().input()),
                                    ordinal.declared()
                                            ? Certainty.CERTAIN
                                            : ordinal.repeated() > 0
                                                            || ordinal.values().missing() > 0
                                                            || ordinal.values()
                                                                    .values()
                                                                    .isEmpty()
                                                    ? Certainty.UNCERTAIN
                                                    : Certainty.PROBABLE,
                                    reason(ordinal),
                                    alternatives),
                            () -> to.gap(
                                    field + "/ordinal",
                                    "No column or member of JSON numbers the chunks of a document.",
                                    "Name a column or a path with the number of each chunk, or add one and fill it once in the order"
                                            + " of the text.",
                                    alternatives));
        }

        private static String reason(Ordinal ordinal) {
            String place = ordinal.values().place().toString();
            if (ordinal.declared()) {
                return "A unique key holds " + place + " with the document.";
            }
            String missing = ordinal.values().missing() == 0
                    ? ""
                    : " It is null in " + ordinal.values().missing() + " of "
                            + ordinal.values().rows() + " sampled rows, which stay as they are.";
            return place + " is named like a position, and holds whole numbers."
                    + (ordinal.repeated() == 0
                            ? " No two chunks of a document share one in the sample."
                            : " " + ordinal.repeated()
                                    + " sampled rows have the number of another chunk of their document.")
                    + missing;
        }

        private static String name(ColumnFacts column) {
            return InputLine.of(new QualifiedName(List.of(column.name())));
        }
    }
}
