// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.identity.ChunkName;
import io.truename.identity.DocumentId;
import io.truename.identity.Namespace;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecipeDiagnosisTest {
    private static final UUID NAMESPACE = Namespace.DEFAULT.id();
    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final DocumentId DOCUMENT = DocumentId.parse("5ed06cf9-b44c-58a4-b33b-b5f3a0d3b9e1");

    private final Random random = new Random(11);

    @Test
    void document_drawn() {
        RecipeDiagnosis diagnosis = documents(List.of());
        for (int version : new int[] {1, 4, 6, 7}) {
            assertThat(diagnosis.document(drawn(version), this::inputs)).isEqualTo(new Diagnosis.Drawn("v" + version));
        }
    }

    @Test
    void document_unexplained() {
        RecipeDiagnosis diagnosis = documents(List.of());
        assertThat(diagnosis.document(drawn(5), this::inputs)).isEqualTo(new Diagnosis.Unexplained("v5"));
        assertThat(diagnosis.document(new UUID(0, 0), this::inputs)).isEqualTo(new Diagnosis.Unexplained("nil"));
        assertThat(diagnosis.document(new UUID(0, 1), this::inputs).detail()).isEqualTo("unexplained.other-variant");
    }

    @Test
    void page_vainSearchesAreBounded() {
        RecipeDiagnosis diagnosis = documents(List.of());
        for (int id = 0; id < RecipeDiagnosis.SEARCHES_OF_A_PAGE; id++) {
            diagnosis.document(drawn(5), this::inputs);
        }
        for (int id = 0; id < RecipeDiagnosis.SEARCHES_OF_DRAWN; id++) {
            diagnosis.document(drawn(4), this::inputs);
        }
        // Without this bound a page of a million wrong ids would take hours.
        assertThat(diagnosis.document(drawn(5), () -> {
                    throw new AssertionError("searched");
                }))
                .isEqualTo(new Diagnosis.Unexplained("v5"));
        assertThat(diagnosis.document(drawn(4), () -> {
                    throw new AssertionError("searched");
                }))
                .isEqualTo(new Diagnosis.Drawn("v4"));
        diagnosis.beginPage();
        assertThat(diagnosis.document(wrong("u"), this::inputs)).isInstanceOf(Diagnosis.Explained.class);
    }

    @Test
    void known_isTriedPastTheBound() {
        RecipeDiagnosis diagnosis = documents(List.of("separator./"));
        for (int id = 0; id < 2 * RecipeDiagnosis.SEARCHES_OF_A_PAGE; id++) {
            diagnosis.document(drawn(5), this::inputs);
        }
        assertThat(diagnosis.document(wrong("u"), this::inputs).detail()).isEqualTo("separator./");
        assertThat(diagnosis.known()).containsExactly("separator./");
    }

    @Test
    void known_ofAnotherVersionOfTruename() {
        RecipeDiagnosis diagnosis = documents(List.of("spelling.rot13"));
        assertThat(diagnosis.document(wrong("u"), this::inputs).detail()).isEqualTo("separator./");
        assertThat(WrongRecipe.parse("spelling.rot13").sentence()).isEqualTo("Computed with spelling.rot13.");
    }

    @Test
    void chunk_ambiguousUntilAnotherIsExplained() {
        RecipeDiagnosis diagnosis =
                new RecipeDiagnosis(RecipeSearch.ofChunks(Namespace.DEFAULT, List.of(), List.of()), List.of());
        Diagnosis first = swapped(diagnosis, 1);
        assertThat(first).isInstanceOf(Diagnosis.Ambiguous.class);
        assertThat(swapped(diagnosis, 0).detail()).isEqualTo("order.document+ordinal+chunker+version");
        // A page whose ordinals 1 are another cause than all others would be two findings.
        assertThat(diagnosis.decide((Diagnosis.Ambiguous) first).detail())
                .isEqualTo("order.document+ordinal+chunker+version");
        assertThat(swapped(diagnosis, 1).detail()).isEqualTo("order.document+ordinal+chunker+version");
    }

    @Test
    void chunk_ofAnotherDocument() {
        RecipeDiagnosis diagnosis =
                new RecipeDiagnosis(RecipeSearch.ofChunks(Namespace.DEFAULT, List.of(), List.of()), List.of());
        UUID other = drawn(5);
        UUID id = RecipeSearchTest.v5(NAMESPACE, other + ":c:1:3");
        Inputs inputs = Inputs.of(new ChunkName(DOCUMENT, "c", "1", 3), Map.of());
        assertThat(diagnosis.chunk(id, () -> inputs, List.of(drawn(5), other)))
                .isEqualTo(new Diagnosis.OfAnotherParent(other));
    }

    @Test
    void recipe_asASentence() {
        assertThat(WrongRecipe.parse("namespace.dns hash.sha-256 content.is-sha-256-of-file-name bits.v5")
                        .sentence())
                .isEqualTo(
                        "Computed under the DNS namespace of RFC 9562, with SHA-256, with sha 256 of file name as content,"
                                + " with the version bits 5.");
    }

    private static Diagnosis swapped(RecipeDiagnosis diagnosis, int ordinal) {
        UUID id = RecipeSearchTest.v5(NAMESPACE, DOCUMENT + ":" + ordinal + ":c:1");
        Inputs inputs = Inputs.of(new ChunkName(DOCUMENT, "c", "1", ordinal), Map.of());
        return diagnosis.chunk(id, () -> inputs, List.of());
    }

    private static RecipeDiagnosis documents(List<String> known) {
        return new RecipeDiagnosis(RecipeSearch.ofDocuments(Namespace.DEFAULT, List.of(), List.of()), known);
    }

    private Inputs inputs() {
        return Inputs.of("u", HASH, Map.of());
    }

    private static UUID wrong(String user) {
        return RecipeSearchTest.v5(NAMESPACE, user + "/" + HASH);
    }

    private UUID drawn(int version) {
        return new UUID(
                (random.nextLong() & ~0xF000L) | (long) version << 12, (random.nextLong() & ~(3L << 62)) | 1L << 63);
    }
}
