// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameTemplatesTest {
    private static final UUID NAMESPACE = Namespace.DEFAULT.id();
    private static final String OTHER = "11111111-2222-4333-8444-555555555555";
    private static final String SHA = "ab".repeat(32);

    private static NameTemplates of(
            String documents, String chunks, String chunkNamespace, Map<String, String> alphabets) {
        return NameTemplates.of(documents, chunks, chunkNamespace, alphabets, ContentHashAlgorithm.SHA_256, NAMESPACE);
    }

    @Test
    void usualTemplates_areProven_andGiveTheUsualIds() {
        Namespace own = new Namespace(NAMESPACE, NameHash.SHA_1, of(null, null, null, Map.of()));
        assertThat(own.documentId("a:b", SHA)).isEqualTo(Namespace.DEFAULT.documentId("a:b", SHA));
        assertThat(own.toString()).isEqualTo(Namespace.DEFAULT.toString());
        DocumentId document = DocumentId.of(NAMESPACE);
        assertThat(own.chunkId(document, "a", "1", 7)).isEqualTo(Namespace.DEFAULT.chunkId(document, "a", "1", 7));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{user}/{contentHash} |",
                "{contentHash}{user} |",
                "{contentHash} | {document}#{ordinal}",
                "{user} {contentHash} | {document}:{chunker}:{ordinal}",
                "doc:{contentHash} | {document}{ordinal}",
                "| {ordinal}/{chunker}@{document}",
                "| {chunker}{document}"
            })
    void of_templatesThatGiveEachInputANameOfItsOwn_areLegal(String documents, String chunks) {
        NameTemplates names = of(documents, chunks, OTHER, Map.of());
        Namespace own = new Namespace(NAMESPACE, NameHash.SHA_256, names);
        String name = names.documents().replace("{user}", "ann").replace("{contentHash}", SHA);
        assertThat(own.documentId("ann", SHA.toUpperCase(java.util.Locale.ROOT)).toUuid())
                .isEqualTo(
                        new Namespace(NAMESPACE, NameHash.SHA_256).nameUuid(name.getBytes(StandardCharsets.US_ASCII)));
        DocumentId document = DocumentId.parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
        String chunk = names.chunks()
                .replace("{document}", document.toString())
                .replace("{chunker}", "md")
                .replace("{chunkerVersion}", "1")
                .replace("{ordinal}", "70");
        assertThat(own.chunkId(document, "md", "1", 70).toUuid())
                .isEqualTo(Namespace.of(OTHER, NameHash.SHA_256).nameUuid(chunk.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The template of SHA-256 is one of one's own with another algorithm, whose usual names have its label. */
    @Test
    void templateOfSha256_withAnotherAlgorithm_isTaken() {
        String md5 = "ab".repeat(16);
        NameTemplates names =
                NameTemplates.of("{user}:{contentHash}", null, null, Map.of(), ContentHashAlgorithm.MD5, NAMESPACE);
        Namespace own = new Namespace(NAMESPACE, NameHash.SHA_1, names);
        assertThat(ContentHashAlgorithm.MD5.documentName(own, "ann", md5)).isEqualTo("ann:" + md5);
        assertThat(ContentHashAlgorithm.MD5.documentId(own, "ann", md5).toUuid())
                .isEqualTo(own.nameUuid(("ann:" + md5).getBytes(StandardCharsets.US_ASCII)));
        NameTemplates usual = NameTemplates.of(null, null, null, Map.of(), ContentHashAlgorithm.MD5, NAMESPACE);
        assertThat(usual.isUsual()).isTrue();
        assertThat(ContentHashAlgorithm.MD5.documentName(new Namespace(NAMESPACE, NameHash.SHA_1, usual), "ann", md5))
                .isEqualTo("ann md5:" + md5)
                .isEqualTo(ContentHashAlgorithm.MD5.documentName(Namespace.DEFAULT, "ann", md5));
    }

    /** Catches two inputs with one id. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{document}{chunker}{chunkerVersion}",
                "{document}:{chunker}-{chunkerVersion}",
                "{document}{chunker}{ordinal}",
                "{chunker}x{chunkerVersion}{document}",
                "{chunker}1{ordinal}{document}"
            })
    void of_templateInWhichInputsShareAName_isRefusedWithThatName(String chunks) {
        assertThatThrownBy(() -> of(null, chunks, OTHER, Map.of()))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.refusals()).singleElement().satisfies(refusal -> {
                        assertThat(refusal.field()).isEqualTo("chunks");
                        String name = refusal.got().substring(refusal.got().lastIndexOf(' ') + 1);
                        NameTemplate template = NameTemplate.parse(chunks).orElseThrow();
                        assertThat(divisions(template, 0, name)).as(name).isGreaterThan(1);
                    });
                });
    }

    @Test
    void of_narrowAlphabet_makesTemplatesLegal_andIsKept() {
        String chunks = "{document}:{chunker}-{chunkerVersion}";
        NameTemplates names = of(null, chunks, OTHER, Map.of("chunker", "a-z", "user", "!-9;-~"));
        Namespace own = new Namespace(NAMESPACE, NameHash.SHA_1, names);
        assertThatThrownBy(() -> own.chunkId(DocumentId.of(NAMESPACE), "a-b", "1", 0))
                .hasMessageContaining("chunker must have the characters a-z only")
                .hasMessageContaining("a punctuation mark as character 2");
        assertThatThrownBy(() -> own.documentId("a:b", SHA))
                .hasMessageContaining("userId")
                .hasMessageNotContaining("a:b");
        assertThat(own.documentId("a/b", SHA)).isNotNull();
        assertThatThrownBy(() -> ContentHashAlgorithm.MD5.documentId(own, "a:b", "ab".repeat(16)))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void of_documentAndChunkThatShareAName_needANamespaceOfTheirOwn() {
        Map<String, String> none = Map.of();
        assertThatThrownBy(() -> of("{user}{contentHash}", "{document}{chunker}", null, none))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusals())
                                .singleElement()
                                .satisfies(
                                        refusal -> assertThat(refusal.field()).isEqualTo("chunkNamespace")));
        assertThat(of("{user}{contentHash}", "{document}{chunker}", OTHER, none).chunkNamespace())
                .contains(UUID.fromString(OTHER));
        assertThatThrownBy(() -> of("{user}{contentHash}", "{document}{chunker}", NAMESPACE.toString(), none))
                .isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "{user}",
                "{contenthash}",
                "{contentHash}{contentHash}",
                "{contentHash",
                "{contentHash}}",
                "{contentHash}\n",
                "{contentHash}é",
                "{contentHash}{document}",
                "{}{contentHash}",
                "{ contentHash}"
            })
    void of_noTemplate_isRefused(String documents) {
        assertThatThrownBy(() -> of(documents, null, null, Map.of()))
                .hasMessageContaining("documents must name {contentHash}");
        assertThatThrownBy(() -> of("x".repeat(188) + "{contentHash}", null, null, Map.of()))
                .isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"user|''", "user|é", "user|z-a", "chunker|a:", "ordinal|0-9", "nothing|a", "user|'a b'"})
    void of_noAlphabet_isRefused(String field, String alphabet) {
        assertThatThrownBy(() -> of(null, null, null, Map.of(field, alphabet))).hasMessageContaining("alphabets");
    }

    /** Random templates over small alphabets: proven ones give random inputs names of their own, refused ones a name with two readings. */
    @Test
    void proof_agreesWithBruteForce() {
        Random random = new Random(11);
        int legal = 0;
        int ambiguous = 0;
        for (int round = 0; round < 400; round++) {
            NameTemplate template = template(random);
            Map<NameField, CharacterSet> alphabets = new EnumMap<>(NameField.class);
            alphabets.put(
                    NameField.CHUNKER,
                    CharacterSet.parse(random.nextBoolean() ? "ab" : "b").orElseThrow());
            alphabets.put(
                    NameField.CHUNKER_VERSION,
                    CharacterSet.parse(random.nextBoolean() ? "a" : "b1").orElseThrow());
            Optional<String> shared = new NameAutomaton(template, alphabets, 2).ambiguousName();
            if (shared.isPresent()) {
                ambiguous++;
                assertThat(divisions(template, 0, shared.get(), alphabets))
                        .as(template + " " + shared.get())
                        .isGreaterThan(1);
            } else {
                legal++;
                assertThat(collision(template, alphabets, random))
                        .as(template.toString())
                        .isEmpty();
            }
        }
        assertThat(legal).isGreaterThan(60);
        assertThat(ambiguous).isGreaterThan(60);
    }

    private static NameTemplate template(Random random) {
        List<String> pieces = new java.util.ArrayList<>(List.of("{chunker}", "{chunkerVersion}", "{ordinal}"));
        java.util.Collections.shuffle(pieces, random);
        StringBuilder text = new StringBuilder();
        for (String piece : pieces.subList(0, 2 + random.nextInt(2))) {
            text.append(List.of("", "a", ":", "1", "b").get(random.nextInt(5))).append(piece);
        }
        return NameTemplate.parse(text.append(List.of("", "a", "1").get(random.nextInt(3)))
                        .toString())
                .orElseThrow();
    }

    private static Optional<String> collision(
            NameTemplate template, Map<NameField, CharacterSet> alphabets, Random random) {
        Map<String, Map<NameField, String>> seen = new HashMap<>();
        for (int i = 0; i < 3_000; i++) {
            Map<NameField, String> values = new EnumMap<>(NameField.class);
            for (NameField field : template.fields()) {
                values.put(
                        field,
                        field == NameField.ORDINAL
                                ? Integer.toString(random.nextInt(120))
                                : word(alphabets.get(field), random));
            }
            Map<NameField, String> before = seen.put(template.name(values), values);
            if (before != null && !before.equals(values)) {
                return Optional.of(template.name(values));
            }
        }
        return Optional.empty();
    }

    private static String word(CharacterSet alphabet, Random random) {
        StringBuilder word = new StringBuilder();
        for (int length = 1 + random.nextInt(4); length > 0; length--) {
            word.append(alphabet.toString()
                    .charAt(random.nextInt(alphabet.toString().length())));
        }
        return word.toString();
    }

    private static long divisions(NameTemplate template, int part, String rest) {
        return divisions(template, part, rest, Map.of());
    }

    /** Number of ways to divide a name into the parts of a template. */
    private static long divisions(
            NameTemplate template, int part, String rest, Map<NameField, CharacterSet> alphabets) {
        if (part == template.parts().size()) {
            return rest.isEmpty() ? 1 : 0;
        }
        NameTemplate.Part of = template.parts().get(part);
        if (of.field().isEmpty()) {
            boolean begins = !rest.isEmpty() && rest.charAt(0) == of.character();
            return begins ? divisions(template, part + 1, rest.substring(1), alphabets) : 0;
        }
        long ways = 0;
        for (int length = 1; length <= rest.length(); length++) {
            if (isLegal(of.field().get(), rest.substring(0, length), alphabets)) {
                ways += divisions(template, part + 1, rest.substring(length), alphabets);
            }
        }
        return ways;
    }

    private static boolean isLegal(NameField field, String value, Map<NameField, CharacterSet> alphabets) {
        CharacterSet set = alphabets.getOrDefault(field, field.characters());
        return switch (field) {
            case ORDINAL -> value.matches("0|[1-9][0-9]{0,9}");
            case DOCUMENT -> value.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
            case CONTENT_HASH -> value.matches("[0-9a-f]{64}");
            default -> value.chars().allMatch(character -> set.has((char) character));
        };
    }
}
