// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.identity.ChunkName;
import io.truename.identity.DocumentId;
import io.truename.identity.NameHash;
import io.truename.identity.Namespace;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Ids of writers with up to three mistakes, computed by code of this test. */
class RecipePropertyTest {
    private static final String FILE_NAME = "report 2026.pdf";

    private static final RecipeSearch DOCUMENTS =
            RecipeSearch.ofDocuments(Namespace.DEFAULT, List.of(), List.of("file-name"));
    private static final RecipeSearch CHUNKS = RecipeSearch.ofChunks(Namespace.DEFAULT, List.of(), List.of());

    /** Code of a mistake and its argument; the empty code is no mistake. */
    record Choice(String code, String argument) {}

    /** Choices of a writer; one of each list. */
    record Writer(
            Choice namespace, Choice hash, Choice first, Choice second, Choice space, Choice order, Choice separator) {
        List<Choice> mistakes() {
            List<Choice> mistakes = new ArrayList<>();
            for (Choice choice : List.of(namespace, hash, first, second, space, order, separator)) {
                if (!choice.code().isEmpty()) {
                    mistakes.add(choice);
                }
            }
            return mistakes;
        }

        WrongRecipe recipe() {
            return new WrongRecipe(mistakes().stream().map(Choice::code).toList());
        }

        /** Whether the search tries so many mistakes. */
        boolean searched() {
            int mistakes = mistakes().size();
            boolean global = !namespace.code().isEmpty() || !hash.code().isEmpty();
            return mistakes >= 1 && (mistakes <= 2 || (mistakes == 3 && global));
        }

        UUID id(String name) {
            int version = Integer.parseInt(hash.argument().substring(0, 1));
            byte[] under = RecipeSearchTest.bytes(UUID.fromString(namespace.argument()));
            return RecipeSearchTest.id(hash.argument().substring(1), version, under, name);
        }
    }

    @Property(tries = 120)
    void document_everyMistakeIsExplained(
            @ForAll("users") String user, @ForAll("hashes") String hash, @ForAll("documentWriters") Writer writer) {
        String userText = text(writer.first(), user);
        String content = writer.second().code().endsWith("file-name") ? FILE_NAME : text(writer.second(), hash);
        boolean changesNothing = (!writer.first().code().isEmpty() && userText.equals(user))
                || (!writer.second().code().isEmpty() && content.equals(hash));
        // Both in upper case is the whole name in upper case, which is one mistake.
        boolean allUpper = writer.first().code().equals("user.upper")
                && writer.second().code().equals("content.upper");
        if (changesNothing || allUpper) {
            return;
        }
        String separator = writer.separator().argument();
        String name = switch (writer.order().code()) {
            case "order.content+user" -> content + separator + userText;
            default -> userText + separator + content;
        };
        Inputs inputs = Inputs.of(user, hash, Map.of("file-name", FILE_NAME));
        List<WrongRecipe> found =
                found(DOCUMENTS, writer.id(name + writer.space().argument()), inputs);
        assertThat(found).startsWith(writer.recipe());
        // Without a lower-case letter in the user, the hash in upper case is the whole name in upper case. A space
        // behind the
        // last field is one behind the name.
        boolean spaceBehindAField =
                !writer.order().code().isEmpty() && !writer.space().code().isEmpty();
        if (user.chars().anyMatch(Character::isLowerCase) && !spaceBehindAField) {
            assertThat(found).hasSize(1);
        }
    }

    @Property(tries = 80)
    void chunk_everyMistakeIsExplained(
            @ForAll long bits, @ForAll("ordinals") int ordinal, @ForAll("chunkWriters") Writer writer) {
        DocumentId document = new DocumentId(bits, bits * 31);
        String version = switch (writer.first().code()) {
            case "version.v-added" -> "v4";
            case "version.zero-added" -> "4.0";
            default -> "4";
        };
        String number = switch (writer.second().code()) {
            case "ordinal.plus-one" -> Integer.toString(ordinal + 1);
            case "ordinal.padded-5" -> String.format(Locale.ROOT, "%05d", ordinal);
            default -> Integer.toString(ordinal);
        };
        if (!writer.second().code().isEmpty() && number.equals(Integer.toString(ordinal))) {
            return;
        }
        String separator = writer.separator().argument();
        String name = switch (writer.order().code()) {
            case "missing.version" -> String.join(separator, document.toString(), "Recursive", number);
            case "order.document+version+chunker+ordinal" ->
                String.join(separator, document.toString(), version, "Recursive", number);
            default -> String.join(separator, document.toString(), "Recursive", version, number);
        };
        Inputs inputs = Inputs.of(new ChunkName(document, "Recursive", "4", ordinal), Map.of());
        boolean hidden = writer.order().code().equals("missing.version")
                && !writer.first().code().isEmpty();
        if (!hidden) {
            assertThat(found(CHUNKS, writer.id(name + writer.space().argument()), inputs))
                    .contains(writer.recipe());
        }
    }

    @Property(tries = 50)
    void id_trueIsNeverExplained(@ForAll("users") String user, @ForAll("hashes") String hash) {
        for (NameHash function : NameHash.values()) {
            Namespace namespace = new Namespace(Namespace.DEFAULT.id(), function);
            RecipeSearch search = RecipeSearch.ofDocuments(namespace, List.of(), List.of());
            UUID id = namespace.documentId(user, hash).toUuid();
            assertThat(search.withOne(id, Inputs.of(user, hash, Map.of()))).isEmpty();
        }
    }

    @Property(tries = 100)
    void id_randomIsDrawn(
            @ForAll("users") String user, @ForAll("hashes") String hash, @ForAll long most, @ForAll long least) {
        UUID id = new UUID((most & ~0xF000L) | 0x4000L, (least & ~(3L << 62)) | 1L << 63);
        RecipeDiagnosis diagnosis = new RecipeDiagnosis(DOCUMENTS, List.of());
        assertThat(diagnosis.document(id, () -> Inputs.of(user, hash, Map.of())))
                .isEqualTo(new Diagnosis.Drawn("v4"));
    }

    /** Recipes with the fewest deviations. */
    private static List<WrongRecipe> found(RecipeSearch search, UUID id, Inputs inputs) {
        List<WrongRecipe> found = search.withOne(id, inputs);
        if (found.isEmpty()) {
            found = search.withTwo(id, inputs);
        }
        return found.isEmpty() ? search.withThree(id, inputs) : found;
    }

    private static String text(Choice choice, String text) {
        String code = choice.code();
        return code.endsWith(".upper")
                ? text.toUpperCase(Locale.ROOT)
                : code.endsWith(".lower") ? text.toLowerCase(Locale.ROOT) : text;
    }

    @Provide
    Arbitrary<String> users() {
        return Arbitraries.strings().withCharRange('!', '~').ofMinLength(2).ofMaxLength(24);
    }

    @Provide
    Arbitrary<String> hashes() {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofSize(32)
                .map(HexFormat.of()::formatHex)
                .filter(hash -> hash.matches(".*[a-f].*"));
    }

    @Provide
    Arbitrary<Integer> ordinals() {
        return Arbitraries.integers().between(0, 9_999);
    }

    @Provide
    Arbitrary<Writer> documentWriters() {
        return writers(
                choices("user.upper", "user.lower"),
                choices("content.upper", "content.is-file-name"),
                choices("order.content+user"));
    }

    @Provide
    Arbitrary<Writer> chunkWriters() {
        return writers(
                choices("version.v-added", "version.zero-added"),
                choices("ordinal.plus-one", "ordinal.padded-5"),
                choices("missing.version", "order.document+version+chunker+ordinal"));
    }

    private static Arbitrary<Writer> writers(
            Arbitrary<Choice> first, Arbitrary<Choice> second, Arbitrary<Choice> order) {
        return Combinators.combine(
                        mostly(
                                new Choice("", Namespace.DEFAULT.id().toString()),
                                new Choice("namespace.dns", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
                                new Choice("namespace.url", "6ba7b811-9dad-11d1-80b4-00c04fd430c8"),
                                new Choice("namespace.nil", "00000000-0000-0000-0000-000000000000")),
                        mostly(
                                new Choice("", "5SHA-1"),
                                new Choice("hash.md5", "3MD5"),
                                new Choice("hash.sha-256", "8SHA-256")),
                        first,
                        second,
                        mostly(
                                new Choice("", ""),
                                new Choice("name.space-after", " "),
                                new Choice("name.line-break-after", "\n")),
                        order,
                        mostly(
                                new Choice("", ":"),
                                new Choice("separator./", "/"),
                                new Choice("separator.|", "|"),
                                new Choice("separator.none", "")))
                .as(Writer::new)
                .filter(Writer::searched);
    }

    private static Arbitrary<Choice> choices(String... codes) {
        Choice[] choices = new Choice[codes.length];
        for (int at = 0; at < codes.length; at++) {
            choices[at] = new Choice(codes[at], "");
        }
        return mostly(new Choice("", ""), choices);
    }

    private static Arbitrary<Choice> mostly(Choice right, Choice... wrong) {
        return Arbitraries.oneOf(Arbitraries.just(right), Arbitraries.just(right), Arbitraries.of(wrong));
    }
}
