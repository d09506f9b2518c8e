// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.corpus.mapping.Input;
import io.truename.corpus.mapping.InputLine;
import io.truename.corpus.mapping.QualifiedName;
import io.truename.corpus.suggest.HashPlaces.HashPlace;
import io.truename.identity.ContentHashAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Proposal of the content hash of documents: stored with them, stored in another table, or computed of a stored content. */
final class ContentHashProposal {
    static final String FIELD = "/documents/contentHash";

    private static final Set<String> NAMING = Set.of("path", "docpath", "url", "uri", "filename", "object", "blob");

    private static final int MOST_IN_A_ROW = 4;
    private static final int MOST_ALTERNATIVES = 8;

    private ContentHashProposal() {}

    /**
     * Source of hashes.
     *
     * @param input with the decoding of base64
     * @param possible other algorithms of the same length
     * @param rows number of sampled rows, of which so many have no hash
     */
    private record Source(
            Input input,
            ContentHashAlgorithm algorithm,
            List<ContentHashAlgorithm> possible,
            Certainty certainty,
            String reason,
            int missing,
            int rows) {}

    static void propose(TableFacts documents, DatabaseFacts facts, Evidence evidence, ProposalBuilder to) {
        List<Source> sources = new ArrayList<>(stored(documents, evidence));
        List<OtherTables.Reached> others = OtherTables.of(documents, facts, evidence);
        others.forEach(other -> sources.addAll(stored(other, evidence)));
        sources.addAll(computed(documents));
        others.forEach(other -> sources.addAll(computed(other)));
        List<Alternative> alternatives = Stream.concat(
                        sources.stream().flatMap(ContentHashProposal::ways), unnamed(documents))
                .distinct()
                .limit(MOST_ALTERNATIVES)
                .toList();
        if (sources.isEmpty()) {
            to.gap(
                    FIELD,
                    "No column, member of JSON or table that documents refer to has values that look like a content's hash, and no"
                            + " column holds the content.",
                    "List the SHA-256 of each file where it lies (truename-hashes.jar walks a folder or a bucket), send the list to"
                            + " POST /content-hashes, and write {imported: content-hashes, key: the column by which the list names"
                            + " files}.",
                    Stream.concat(alternatives.stream(), imported(documents)).toList());
            return;
        }
        Source best = sources.get(0);
        boolean consent = !best.algorithm.isCollisionResistant();
        to.choose(
                FIELD,
                consent
                        ? InputLine.ofHashWithoutConsent(best.input, best.algorithm)
                        : InputLine.ofHash(best.input, best.algorithm),
                best.certainty,
                best.reason,
                alternatives);
        if (consent) {
            to.missing(
                    FIELD + "/accept",
                    "Different files may share an " + best.algorithm
                            + ", and would become one document. Nobody but you can accept" + " that.",
                    "Write accept: different files may share an " + best.algorithm + ", or name a better hash.");
        }
        if (best.missing > 0) {
            to.warn(
                    documents.name().toString(),
                    "In " + best.missing + " of " + best.rows
                            + " sampled rows there is no content hash: such documents stay as they are.");
        }
    }

    /** Hashes that somebody imports, by every column that may name the file in a list. */
    private static Stream<Alternative> imported(TableFacts documents) {
        return documents.columns().stream()
                .filter(column -> documents.movableId().filter(column::equals).isPresent()
                        || (column.isScalar() && NameWords.any(NameWords.of(column.name()), NAMING)))
                .map(column -> new Alternative(
                        InputLine.of(new Input.Imported(new Input.OfColumn(new QualifiedName(List.of(column.name()))))),
                        "If the list that you import names files by " + column.name() + "."));
    }

    /** Columns that a person who knows them may choose: a hash of anything looks like one of the content. */
    private static Stream<Alternative> unnamed(TableFacts documents) {
        return HashPlaces.unnamed(documents).stream()
                .flatMap(values -> HashPlaces.form(values).stream()
                        .flatMap(form -> ways(new Source(
                                decoded(values.place().input(), form),
                                form.algorithms().get(0),
                                List.of(),
                                Certainty.UNCERTAIN,
                                "Its values have the form of a hash, but no word of its name says so.",
                                values.missing(),
                                values.rows()))));
    }

    /** Every way to write a source: with each algorithm that it may be. */
    private static Stream<Alternative> ways(Source source) {
        return Stream.concat(Stream.of(source.algorithm), source.possible.stream())
                .distinct()
                .map(algorithm -> new Alternative(
                        algorithm.isCollisionResistant()
                                ? InputLine.ofHash(source.input, algorithm)
                                : InputLine.ofHashWithConsent(source.input, algorithm),
                        algorithm == source.algorithm
                                ? source.reason
                                : "The same values, if they are " + algorithm + "."));
    }

    private static List<Source> stored(TableFacts documents, Evidence evidence) {
        List<HashPlace> places = HashPlaces.of(documents, evidence);
        if (places.isEmpty()) {
            return List.of();
        }
        List<Source> sources = new ArrayList<>();
        List<HashPlace> row = inARow(documents, places);
        if (row.size() > 1) {
            HashPlace first = row.get(0);
            sources.add(source(
                    row,
                    decoded(
                            new Input.FirstOf(row.stream()
                                    .map(place -> place.values().place().input())
                                    .toList()),
                            first.form()),
                    first.certainty() == Certainty.CERTAIN ? Certainty.PROBABLE : first.certainty(),
                    row.stream().map(place -> place.values().place().toString()).collect(Collectors.joining(", else "))
                            + ": the first is null in " + first.values().missing() + " of "
                            + first.values().rows() + " sampled rows. " + first.reason(),
                    without(documents, row),
                    first.values().rows()));
        }
        places.forEach(place -> sources.add(source(
                List.of(place),
                decoded(place.values().place().input(), place.form()),
                place.certainty(),
                place.reason(),
                place.values().missing(),
                place.values().rows())));
        return sources;
    }

    private static Source source(
            List<HashPlace> row, Input input, Certainty certainty, String reason, int missing, int rows) {
        HashPlace first = row.get(0);
        List<ContentHashAlgorithm> possible =
                first.certainty() == Certainty.UNCERTAIN ? first.form().algorithms() : List.of();
        return new Source(input, first.algorithm(), possible, certainty, reason, missing, rows);
    }

    private static Input decoded(Input input, HashForm form) {
        return form.encoding() == HashForm.Encoding.BASE64 ? new Input.FromBase64(input) : input;
    }

    /** The likeliest place, and further ones of the same form that have a hash where those before do not. */
    private static List<HashPlace> inARow(TableFacts documents, List<HashPlace> places) {
        HashPlace first = places.get(0);
        List<HashPlace> row = List.of(first);
        for (HashPlace place : places) {
            List<HashPlace> longer =
                    Stream.concat(row.stream(), Stream.of(place)).toList();
            if (place.algorithm() == first.algorithm()
                    && place.base64() == first.base64()
                    && row.size() < MOST_IN_A_ROW
                    && without(documents, longer) < without(documents, row)) {
                row = longer;
            }
        }
        return row;
    }

    private static int without(TableFacts documents, List<HashPlace> row) {
        Set<Place> places = row.stream().map(place -> place.values().place()).collect(Collectors.toSet());
        return (int) documents.sample().stream()
                .map(Map::keySet)
                .filter(present -> present.stream().noneMatch(places::contains))
                .count();
    }

    private static List<Source> stored(OtherTables.Reached other, Evidence evidence) {
        return HashPlaces.of(other.table(), evidence).stream()
                .limit(1)
                .map(place -> source(
                        List.of(place),
                        decoded(other.input(place.values().place().input()), place.form()),
                        later(place.certainty(), other.certainty()),
                        place.values().place() + " of " + other.table().name() + ", reached " + other.way() + ". "
                                + place.reason(),
                        0,
                        0))
                .toList();
    }

    private static Certainty later(Certainty one, Certainty other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static List<Source> computed(TableFacts documents) {
        return ContentColumns.of(documents).stream()
                .map(content -> {
                    Optional<PlaceValues> values = documents.values(Place.of(content.name()));
                    return new Source(
                            sha256Of(content),
                            ContentHashAlgorithm.SHA_256,
                            List.of(),
                            content.isBytes() ? Certainty.PROBABLE : Certainty.UNCERTAIN,
                            "The server computes it from column " + content.name()
                                    + ". Documents of one owner with the same " + content.name()
                                    + " become one document.",
                            values.map(PlaceValues::missing).orElse(0),
                            values.map(PlaceValues::rows).orElse(0));
                })
                .toList();
    }

    private static List<Source> computed(OtherTables.Reached other) {
        return ContentColumns.of(other.table()).stream()
                .limit(1)
                .map(content -> new Source(
                        other.input(sha256Of(content)),
                        ContentHashAlgorithm.SHA_256,
                        List.of(),
                        Certainty.UNCERTAIN,
                        "The server computes it from column " + content.name() + " of "
                                + other.table().name() + ", reached " + other.way() + ".",
                        0,
                        0))
                .toList();
    }

    private static Input sha256Of(ColumnFacts content) {
        return new Input.Sha256Of(List.of(new QualifiedName(List.of(content.name()))));
    }
}
