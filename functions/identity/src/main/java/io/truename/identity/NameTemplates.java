// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Name templates of a recipe: the names of documents and of chunks, and the namespace of the chunks. {@link #USUAL} are those of Truename's
 * own recipe. Others are legal only if no two legal inputs share a name.
 */
public final class NameTemplates {
    /** Truename's own: <code>{user}:{contentHash}</code> and <code>{document}:{chunker}:{chunkerVersion}:{ordinal}</code>. */
    public static final NameTemplates USUAL = new NameTemplates(
            template("{user}:{contentHash}"),
            template("{document}:{chunker}:{chunkerVersion}:{ordinal}"),
            null,
            Map.of(),
            true);

    private final NameTemplate documents;
    private final NameTemplate chunks;
    private final @Nullable UUID chunkNamespace;
    private final Map<NameField, CharacterSet> alphabets;
    private final boolean usual;

    private NameTemplates(
            NameTemplate documents,
            NameTemplate chunks,
            @Nullable UUID chunkNamespace,
            Map<NameField, CharacterSet> alphabets,
            boolean usual) {
        this.documents = documents;
        this.chunks = chunks;
        this.chunkNamespace = chunkNamespace;
        this.alphabets = alphabets;
        this.usual = usual;
    }

    /** Whether they are those of Truename's own recipe, for the algorithm that they were read with. */
    public boolean isUsual() {
        return usual;
    }

    private static NameTemplate template(String text) {
        return NameTemplate.parse(text).orElseThrow();
    }

    /**
     * Reads templates as a person declares them.
     *
     * @param documents template of documents; null for the usual one with this algorithm
     * @param chunks template of chunks; null for the usual one
     * @param chunkNamespace namespace of chunks; null for that of documents
     * @param alphabets characters of {@code user}, {@code chunker} and {@code chunkerVersion}, such as {@code a-z0-9-}
     * @param algorithm of the content hashes
     * @param namespace of documents
     * @throws RefusedException with every problem, each under the field {@code documents}, {@code chunks}, {@code chunkNamespace} or
     *     {@code alphabets}
     */
    public static NameTemplates of(
            @Nullable String documents,
            @Nullable String chunks,
            @Nullable String chunkNamespace,
            Map<String, String> alphabets,
            ContentHashAlgorithm algorithm,
            UUID namespace) {
        List<Refusal> refusals = new ArrayList<>();
        Map<NameField, CharacterSet> sets = alphabets(alphabets, refusals);
        Optional<NameTemplate> document = read(
                "documents", documents, usual(algorithm), List.of(NameField.USER, NameField.CONTENT_HASH), refusals);
        Optional<NameTemplate> chunk = read(
                "chunks",
                chunks,
                USUAL.chunks,
                List.of(NameField.DOCUMENT, NameField.CHUNKER, NameField.CHUNKER_VERSION, NameField.ORDINAL),
                refusals);
        UUID own = null;
        if (chunkNamespace != null) {
            if (UuidText.isUuid(chunkNamespace)) {
                own = UuidText.parse(chunkNamespace);
            } else {
                refusals.add(new Refusal(
                        "chunkNamespace",
                        "must be a UUID: 8-4-4-4-12 hex digits",
                        CharacterClass.lengthOf(chunkNamespace)));
            }
        }
        if (refusals.isEmpty()) {
            prove(
                    document.orElseThrow(),
                    chunk.orElseThrow(),
                    own == null || own.equals(namespace),
                    sets,
                    algorithm,
                    refusals);
        }
        if (!refusals.isEmpty()) {
            throw new RefusedException(refusals);
        }
        // With another algorithm, the template of SHA-256 is one of one's own.
        boolean usual = document.orElseThrow().equals(usual(algorithm))
                && chunk.orElseThrow().equals(USUAL.chunks)
                && own == null
                && sets.isEmpty();
        return new NameTemplates(document.orElseThrow(), chunk.orElseThrow(), own, Map.copyOf(sets), usual);
    }

    private static NameTemplate usual(ContentHashAlgorithm algorithm) {
        return algorithm == ContentHashAlgorithm.SHA_256
                ? USUAL.documents
                : template("{user} " + algorithm.label() + ":{contentHash}");
    }

    private static Map<NameField, CharacterSet> alphabets(Map<String, String> alphabets, List<Refusal> refusals) {
        Map<NameField, CharacterSet> sets = new EnumMap<>(NameField.class);
        alphabets.forEach((name, text) -> {
            Optional<NameField> field = NameField.parse(name).filter(NameField::isText);
            Optional<CharacterSet> set = CharacterSet.parse(text);
            if (field.isEmpty()) {
                refusals.add(
                        new Refusal("alphabets", "are those of user, chunker and chunkerVersion", "another field"));
            } else if (set.filter(characters -> characters.isWithin(field.get().characters()))
                    .isEmpty()) {
                refusals.add(new Refusal(
                        "alphabets",
                        "must be characters and ranges within " + field.get().characters() + ", such as a-z0-9, for "
                                + field.get(),
                        CharacterClass.lengthOf(text)));
            } else {
                sets.put(field.get(), set.get());
            }
        });
        return sets;
    }

    private static Optional<NameTemplate> read(
            String kind, @Nullable String text, NameTemplate usual, List<NameField> fields, List<Refusal> refusals) {
        if (text == null) {
            return Optional.of(usual);
        }
        NameField needed = fields.get(kind.equals("documents") ? 1 : 0);
        Optional<NameTemplate> template = NameTemplate.parse(text)
                .filter(read ->
                        fields.containsAll(read.fields()) && read.fields().contains(needed));
        if (template.isEmpty()) {
            refusals.add(new Refusal(
                    kind,
                    "must name {" + needed + "}, and may name "
                            + String.join(
                                    ", ",
                                    fields.stream()
                                            .filter(field -> field != needed)
                                            .map(field -> "{" + field + "}")
                                            .toList())
                            + ", each once, with printable ASCII characters or blanks around them; at most 200 characters",
                    CharacterClass.lengthOf(text)));
        }
        return template;
    }

    private static void prove(
            NameTemplate document,
            NameTemplate chunk,
            boolean oneNamespace,
            Map<NameField, CharacterSet> alphabets,
            ContentHashAlgorithm algorithm,
            List<Refusal> refusals) {
        NameAutomaton documents = new NameAutomaton(document, alphabets, algorithm.digits());
        NameAutomaton chunks = new NameAutomaton(chunk, alphabets, algorithm.digits());
        documents.ambiguousName().ifPresent(name -> refusals.add(ambiguous("documents", name)));
        chunks.ambiguousName().ifPresent(name -> refusals.add(ambiguous("chunks", name)));
        if (oneNamespace) {
            documents
                    .nameSharedWith(chunks)
                    .ifPresent(name -> refusals.add(new Refusal(
                            "chunkNamespace",
                            "must be another namespace than that of documents, or the templates must differ in a way that no"
                                    + " document and chunk share a name",
                            "a document and a chunk that are both named " + name)));
        }
    }

    private static Refusal ambiguous(String kind, String name) {
        return new Refusal(
                kind,
                "must give no two inputs one name: put a character between two fields that the one before cannot have, or narrow"
                        + " its alphabet",
                "a template in which two inputs are named " + name);
    }

    /** Template of documents, for people. */
    public String documents() {
        return documents.toString();
    }

    /** Template of chunks, for people. */
    public String chunks() {
        return chunks.toString();
    }

    /** Namespace of chunks; empty if it is that of documents. */
    public Optional<UUID> chunkNamespace() {
        return Optional.ofNullable(chunkNamespace);
    }

    /** Characters of narrower fields, as declared, by {@code user}, {@code chunker} and {@code chunkerVersion}. */
    public Map<String, String> alphabets() {
        Map<String, String> texts = new java.util.TreeMap<>();
        alphabets.forEach((field, set) -> texts.put(field.toString(), set.toString()));
        return texts;
    }

    /** Whether names of chunks have a field: {@code document}, {@code chunker}, {@code chunkerVersion} or {@code ordinal}. */
    public boolean chunksName(String field) {
        return NameField.parse(field).filter(chunks.fields()::contains).isPresent();
    }

    /** Characters that a field may have: {@code user}, {@code chunker} or {@code chunkerVersion}. */
    public String characters(String field) {
        NameField of = NameField.parse(field).orElseThrow();
        CharacterSet set = alphabets.getOrDefault(of, of.characters());
        StringBuilder all = new StringBuilder();
        for (char character = '!'; character <= '~'; character++) {
            if (set.has(character)) {
                all.append(character);
            }
        }
        return all.toString();
    }

    /** Name of a document whose inputs are canonical. */
    String document(String user, String hash) {
        return documents.name(Map.of(NameField.USER, user, NameField.CONTENT_HASH, hash));
    }

    /** Name of a chunk whose inputs are canonical. */
    String chunk(DocumentId document, String chunker, String chunkerVersion, int ordinal) {
        return chunks.name(Map.of(
                NameField.DOCUMENT,
                document.toString(),
                NameField.CHUNKER,
                chunker,
                NameField.CHUNKER_VERSION,
                chunkerVersion,
                NameField.ORDINAL,
                Integer.toString(ordinal)));
    }

    /** Checks a user id against its alphabet, after its usual rule. */
    List<Refusal> checkUser(String user) {
        return check(NameField.USER, user);
    }

    /** Checks a chunker and its version against their alphabets, after their usual rules. */
    List<Refusal> checkChunker(String chunker, String chunkerVersion) {
        List<Refusal> refusals = new ArrayList<>(check(NameField.CHUNKER, chunker));
        refusals.addAll(check(NameField.CHUNKER_VERSION, chunkerVersion));
        return refusals;
    }

    private List<Refusal> check(NameField field, String value) {
        CharacterSet set = alphabets.get(field);
        for (int at = 0; set != null && at < value.length(); at++) {
            if (!set.has(value.charAt(at))) {
                return List.of(new Refusal(
                        field.input(), "must have the characters " + set + " only", CharacterClass.at(value, at)));
            }
        }
        return List.of();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NameTemplates templates
                && templates.usual == usual
                && templates.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return Objects.hash(documents, chunks, chunkNamespace);
    }

    @Override
    public String toString() {
        return "NameTemplates[" + documents + ", " + chunks + ", " + chunkNamespace + ", " + alphabets() + "]";
    }
}
