// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.corpus.mapping.Input;
import io.truename.corpus.mapping.InputLine;
import io.truename.corpus.suggest.Owners.Owner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Proposal of the owner of documents. */
final class OwnerProposal {
    static final String FIELD = "/documents/user";

    private static final int LEAST_OF_ANOTHER_TABLE = 14;
    private static final int MOST_IN_A_ROW = 4;
    private static final Alternative EVERYONE = new Alternative(
            "{value: everyone}", "One owner of all documents: equal files of two people become one document.");

    private OwnerProposal() {}

    static void propose(TableFacts documents, DatabaseFacts facts, Evidence evidence, ProposalBuilder to) {
        List<Owner> own = Owners.of(documents, facts);
        List<Alternative> reached = reached(documents, facts, evidence);
        for (Place illegal : Owners.illegal(documents, facts)) {
            to.warn(
                    documents.name() + "." + illegal.column(),
                    "It is named like an owner, but some of its values no name can have: an owner has 1 to 256 printable"
                            + " characters of ASCII without spaces.");
        }
        if (own.isEmpty() && reached.isEmpty()) {
            to.gap(
                    FIELD,
                    "No column or member of JSON names the owner of a row.",
                    "Name a column, a path or a table that does. If nobody owns documents, write {value: everyone}.",
                    List.of(EVERYONE));
            return;
        }
        if (own.isEmpty()
                || (!own.get(0).person() && !reached.isEmpty() && own.get(0).weight() < LEAST_OF_ANOTHER_TABLE)) {
            to.choose(
                    FIELD,
                    reached.get(0).value(),
                    Certainty.UNCERTAIN,
                    reached.get(0).reason(),
                    alternatives(own, reached));
            return;
        }
        choose(documents, inARow(documents, own), alternatives(own, reached), to);
    }

    private static void choose(
            TableFacts documents, List<Owner> row, List<Alternative> alternatives, ProposalBuilder to) {
        Owner first = row.get(0);
        if (row.size() == 1) {
            int missing = first.values().missing();
            to.choose(
                    FIELD,
                    InputLine.of(first.values().place().input()),
                    !first.person() || missing > 0 || first.values().values().isEmpty()
                            ? Certainty.UNCERTAIN
                            : first.declared() && !first.values().column().nullable()
                                    ? Certainty.CERTAIN
                                    : Certainty.PROBABLE,
                    (first.declared() ? "A foreign key refers from it to owners." : "It is named like an owner.")
                            + group(first)
                            + (missing == 0
                                    ? ""
                                    : " In " + missing + " of " + first.values().rows()
                                            + " sampled rows it is null: such documents stay as they are."),
                    alternatives);
            return;
        }
        String columns =
                row.stream().map(owner -> owner.values().place().toString()).collect(Collectors.joining(", else "));
        to.choose(
                FIELD,
                InputLine.of(new Input.FirstOf(row.stream()
                        .map(owner -> owner.values().place().input())
                        .toList())),
                Certainty.UNCERTAIN,
                columns + ": the first is null in " + first.values().missing() + " of "
                        + first.values().rows() + " sampled rows."
                        + row.stream()
                                .map(OwnerProposal::group)
                                .filter(text -> !text.isEmpty())
                                .findFirst()
                                .orElse("")
                        + " Confirm that both name owners in your application.",
                alternatives);
        int without = without(documents, row);
        if (without > 0) {
            to.warn(
                    documents.name().toString(),
                    "In " + without + " of " + first.values().rows()
                            + " sampled rows no column names an owner: such documents stay as they are.");
        }
    }

    private static String group(Owner owner) {
        return owner.person()
                ? ""
                : " " + owner.values().place()
                        + " seems to be a group of people: equal files of two of them become one document.";
    }

    /** The likeliest place, and further ones that name an owner where those before do not. */
    private static List<Owner> inARow(TableFacts documents, List<Owner> owners) {
        List<Owner> row = new ArrayList<>();
        for (Owner owner : owners) {
            int before = without(documents, row);
            List<Owner> longer = new ArrayList<>(row);
            longer.add(owner);
            if (row.isEmpty() || (row.size() < MOST_IN_A_ROW && without(documents, longer) < before)) {
                row = longer;
            }
        }
        return row;
    }

    private static int without(TableFacts documents, List<Owner> row) {
        Set<Place> places = new HashSet<>();
        row.forEach(owner -> places.add(owner.values().place()));
        return (int) documents.sample().stream()
                .map(Map::keySet)
                .filter(present -> present.stream().noneMatch(places::contains))
                .count();
    }

    private static List<Alternative> alternatives(List<Owner> own, List<Alternative> reached) {
        List<Alternative> alternatives = new ArrayList<>();
        own.forEach(owner -> alternatives.add(new Alternative(
                InputLine.of(owner.values().place().input()),
                "Present in " + owner.values().values().size() + " of "
                        + owner.values().rows() + " sampled rows." + group(owner))));
        alternatives.addAll(reached);
        alternatives.add(EVERYONE);
        return alternatives;
    }

    /** Owners that rows of other tables name. */
    private static List<Alternative> reached(TableFacts documents, DatabaseFacts facts, Evidence evidence) {
        List<Alternative> found = new ArrayList<>();
        for (OtherTables.Reached other : OtherTables.of(documents, facts, evidence)) {
            Owners.of(other.table(), facts).stream()
                    .filter(owner -> owner.weight() >= LEAST_OF_ANOTHER_TABLE)
                    .limit(1)
                    .forEach(owner -> found.add(new Alternative(
                            InputLine.of(other.input(owner.values().place().input())),
                            owner.values().place() + " of " + other.table().name() + " is named like an owner; reached "
                                    + other.way() + "." + group(owner))));
        }
        return found;
    }
}
