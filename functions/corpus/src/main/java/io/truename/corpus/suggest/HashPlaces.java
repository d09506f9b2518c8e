// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.corpus.suggest.HashForm.Encoding;
import io.truename.identity.ContentHashAlgorithm;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Places of a table that hold a content's hash: sampled values look like one, and the name says so or a computation proves it. */
final class HashPlaces {
    private static final Set<String> NAMES = Set.of(
            "hash",
            "hashed",
            "sha",
            "sha1",
            "sha256",
            "sha384",
            "sha512",
            "sha3",
            "checksum",
            "digest",
            "md5",
            "fingerprint",
            "etag",
            "blake3",
            "blake2b");

    /** Hashes of something else, or secrets. */
    private static final Set<String> OTHERS = Set.of(
            "password",
            "passwd",
            "secret",
            "token",
            "signature",
            "session",
            "parent",
            "previous",
            "prev",
            "salt",
            "commit",
            "thumbnail",
            "url",
            "path",
            "api",
            "chunk",
            "segment",
            "schema",
            "config",
            "embedding");

    /** Letters of a name or comment, without the characters between, by algorithm; the longest first. */
    private static final List<Map.Entry<String, ContentHashAlgorithm>> WORDS = List.of(
            Map.entry("sha3256", ContentHashAlgorithm.SHA3_256),
            Map.entry("sha3512", ContentHashAlgorithm.SHA3_512),
            Map.entry("sha256", ContentHashAlgorithm.SHA_256),
            Map.entry("sha384", ContentHashAlgorithm.SHA_384),
            Map.entry("sha512", ContentHashAlgorithm.SHA_512),
            Map.entry("blake2b", ContentHashAlgorithm.BLAKE2B_256),
            Map.entry("blake3", ContentHashAlgorithm.BLAKE3),
            Map.entry("sha1", ContentHashAlgorithm.SHA_1),
            Map.entry("md5", ContentHashAlgorithm.MD5));

    private HashPlaces() {}

    /**
     * Place with hashes.
     *
     * @param algorithm the likeliest
     * @param reason why it is that algorithm
     */
    record HashPlace(
            TableFacts table,
            PlaceValues values,
            HashForm form,
            ContentHashAlgorithm algorithm,
            Certainty certainty,
            String reason) {
        boolean base64() {
            return form.encoding() == Encoding.BASE64;
        }
    }

    /** The likeliest first: proven ones, then those that are more certain and have more values. */
    static List<HashPlace> of(TableFacts table, Evidence evidence) {
        return table.places().stream()
                .flatMap(values -> place(table, values, evidence).stream())
                .sorted(Comparator.<HashPlace, Certainty>comparing(HashPlace::certainty)
                        .thenComparing(place -> -place.values().share()))
                .toList();
    }

    /** Form of a place's values if its name allows them to be a content's hash. */
    static Optional<HashForm> form(PlaceValues values) {
        if (!values.column().isText()
                && !values.column().isBytes()
                && values.place().path().isEmpty()) {
            return Optional.empty();
        }
        return NameWords.any(values.words(), OTHERS)
                ? Optional.empty()
                : HashForm.of(values.values(), values.column().isBytes());
    }

    /** Places whose values have the form of a hash, although nothing in their name says so. */
    static List<PlaceValues> unnamed(TableFacts table) {
        List<Place> named = of(table, Evidence.NONE).stream()
                .map(place -> place.values().place())
                .toList();
        return table.places().stream()
                .filter(values -> form(values).isPresent() && !named.contains(values.place()))
                .toList();
    }

    private static Optional<HashPlace> place(TableFacts table, PlaceValues values, Evidence evidence) {
        Optional<HashForm> form = form(values);
        if (form.isEmpty()) {
            return Optional.empty();
        }
        Optional<HashPlace> proven = evidence.proof(table, values.place()).map(proof -> {
            ContentAnswer answer = proof.getValue();
            ContentHashAlgorithm algorithm = answer.proven().orElseThrow();
            return new HashPlace(
                    table,
                    values,
                    form.get(),
                    algorithm,
                    Certainty.CERTAIN,
                    "In " + answer.tried() + " of " + answer.tried() + " rows that were computed it is the " + algorithm
                            + " of the bytes in column " + proof.getKey().content() + ".");
        });
        if (proven.isPresent()
                || (!NameWords.any(values.words(), NAMES) && named(values).isEmpty())) {
            return proven;
        }
        return Optional.of(unproven(table, values, form.get(), evidence.disproved(table, values.place())));
    }

    private static HashPlace unproven(TableFacts table, PlaceValues values, HashForm form, boolean disproved) {
        List<ContentHashAlgorithm> possible = form.algorithms();
        Optional<ContentHashAlgorithm> named = named(values).filter(possible::contains);
        String shape = "All " + values.values().size() + " sampled values have the length of " + form.bytes()
                + " bytes in " + encoding(form) + ". ";
        String elsewhere = disproved
                ? " It is not the hash of a content column of the same row, so that must be another form of the content."
                : "";
        return new HashPlace(
                table,
                values,
                form,
                named.orElse(possible.get(0)),
                named.isPresent() ? Certainty.PROBABLE : Certainty.UNCERTAIN,
                shape
                        + (named.isPresent()
                                ? "The name says " + named.get() + "."
                                : "Values do not tell the algorithm: "
                                        + String.join(
                                                " or ",
                                                possible.stream()
                                                        .map(ContentHashAlgorithm::toString)
                                                        .toList())
                                        + ". Ask the application that writes them.")
                        + elsewhere);
    }

    private static String encoding(HashForm form) {
        return switch (form.encoding()) {
            case HEX -> "hex digits";
            case BASE64 -> "base64";
            case BYTES -> "bytea";
        };
    }

    /** Algorithm that the column's name, the member's name or the comment tells. */
    private static Optional<ContentHashAlgorithm> named(PlaceValues values) {
        return Stream.of(String.join("", values.words()), values.column().comment())
                .map(text -> text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""))
                .flatMap(text -> WORDS.stream().filter(word -> text.contains(word.getKey())))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
