// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.identity.ChunkId;
import io.truename.identity.ContentHashAlgorithm;
import io.truename.identity.DocumentId;
import io.truename.identity.DocumentName;
import io.truename.identity.Namespace;
import io.truename.identity.Refusal;
import io.truename.probing.stage.StageAttempt.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StageEventTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:30:00Z");
    private static final String HASH = "AB".repeat(32);
    private static final DocumentId TRUE_ID = Namespace.DEFAULT.documentId(new DocumentName("anna", HASH));
    private static final DocumentId RANDOM = DocumentId.parse("7d444840-9dc0-41d1-b245-5ffdce74fad2");

    /** Fields of one event, with one change. */
    private static final class Fields {
        private Stage stage = Stage.PARSED;
        private DocumentId used = TRUE_ID;
        private Optional<String> user = Optional.of("anna");
        private Optional<String> hash = Optional.of(HASH);
        private Optional<UUID> chunkId = Optional.empty();
        private Optional<String> chunker = Optional.empty();
        private Optional<Long> ordinal = Optional.empty();
        private Optional<Instant> at = Optional.of(NOW);
        private Optional<String> eventId = Optional.empty();
        private Optional<Boolean> found = Optional.empty();
        private Optional<Long> rows = Optional.empty();
        private StageAttempt attempt = StageAttempt.NOT_TOLD;

        StageEventFields made() {
            return new StageEventFields(
                    stage,
                    used,
                    user,
                    hash,
                    chunkId,
                    chunker,
                    chunker,
                    ordinal,
                    at,
                    eventId,
                    found,
                    Optional.empty(),
                    rows,
                    attempt);
        }

        StageEvent event() {
            return StageEvent.of(made(), Namespace.DEFAULT, NOW);
        }
    }

    @Test
    void event_withInputs_knowsTheRecipesId() {
        Fields fields = new Fields();
        fields.used = RANDOM;
        StageEvent event = fields.event();
        assertThat(event.recipe()).contains(TRUE_ID);
        assertThat(event.document()).isEqualTo(TRUE_ID);
        assertThat(event.used()).isEqualTo(RANDOM);
        fields.hash = Optional.empty();
        assertThat(fields.event().document()).isEqualTo(RANDOM);
    }

    /** Without the algorithm in its name, each document of such a corpus would count as one with a wrong id. */
    @ParameterizedTest
    @EnumSource(
            value = ContentHashAlgorithm.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SHA_256"})
    void event_withAnotherHash_isComparedWithTheIdOfThat(ContentHashAlgorithm algorithm) {
        Fields fields = new Fields();
        fields.hash = Optional.of("A".repeat(algorithm.digits()));
        StageRecipe recipe = new StageRecipe(Namespace.DEFAULT, algorithm);
        assertThat(fields.made().check(NOW, algorithm)).isEmpty();
        assertThat(StageEvent.of(fields.made(), recipe, NOW).recipe())
                .contains(algorithm.documentId(
                        Namespace.DEFAULT, "anna", fields.hash.orElseThrow().toLowerCase(java.util.Locale.ROOT)));
        assertThat(StageEvent.of(fields.made(), recipe, NOW).user()).contains("anna");
        fields.hash = Optional.of("A".repeat(algorithm.digits() + 1));
        assertThat(fields.made().check(NOW, algorithm))
                .extracting(Refusal::field)
                .containsExactly("contentHash");
        fields.hash = Optional.empty();
        assertThat(fields.made().check(NOW, algorithm)).isEmpty();
    }

    @Test
    void event_ofChunk_comparesItsId() {
        Fields fields = new Fields();
        fields.chunker = Optional.of("c");
        fields.ordinal = Optional.of(3L);
        ChunkId right = Namespace.DEFAULT.chunkId(TRUE_ID, "c", "c", 3);
        fields.chunkId = Optional.of(right.toUuid());
        assertThat(fields.made().check(NOW, ContentHashAlgorithm.SHA_256)).isEmpty();
        assertThat(fields.event().chunkIdWrong()).isFalse();
        assertThat(fields.event().ofChunk()).isTrue();
        fields.chunkId = Optional.of(RANDOM.toUuid());
        assertThat(fields.event().chunkIdWrong()).isTrue();
    }

    @Test
    void key_isTheSameForTheSameContent_andForTheSameId() {
        StageEvent event = new Fields().event();
        assertThat(new Fields().event().key()).isEqualTo(event.key());
        Fields lower = new Fields();
        lower.hash = Optional.of(HASH.toLowerCase(java.util.Locale.ROOT));
        assertThat(lower.event().key()).isEqualTo(event.key());
        Fields later = new Fields();
        later.at = Optional.of(NOW.plusMillis(1));
        assertThat(later.event().key()).isNotEqualTo(event.key());
        later.eventId = Optional.of("e");
        Fields earlier = new Fields();
        earlier.eventId = Optional.of("e");
        assertThat(later.event().key()).isEqualTo(earlier.event().key());
        earlier.stage = Stage.CHUNKED;
        assertThat(later.event().key()).isNotEqualTo(earlier.event().key());
    }

    // The key of an event that a release before outcomes has counted: another one would count its redelivery again.
    @Test
    void key_withoutOutcome_isThatOfBefore() {
        assertThat(new Fields().event().key()).hasToString("c2a289d7-0c23-7e36-39f6-9f5baa06a4f2");
    }

    @Test
    void key_ofContent_knowsTheOutcome_andThatOfAnIdDoesNot() {
        Fields stored = new Fields();
        stored.attempt = told(Outcome.STORED);
        Fields skipped = new Fields();
        skipped.attempt = told(Outcome.SKIPPED);
        Fields avoided = new Fields();
        avoided.attempt =
                new StageAttempt(Optional.of(Outcome.SKIPPED), Optional.of(7L), Optional.empty(), Optional.empty());
        assertThat(Stream.of(new Fields(), stored, skipped, avoided)
                        .map(fields -> fields.event().key()))
                .doesNotHaveDuplicates();
        stored.eventId = Optional.of("e");
        skipped.eventId = Optional.of("e");
        assertThat(stored.event().key()).isEqualTo(skipped.event().key());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            UPLOADED,  SKIPPED, 7,  ,   , ''
            UPLOADED,  STORED,   ,  ,   , ''
            PARSED,    SKIPPED, 7, 2,   , ''
            EMBEDDED,  SKIPPED,  ,  , 9, ''
            CHUNKED,   FAILED,   ,  ,   , ''
            UPLOADED,  STORED,  7,  ,   , avoidedBytes
            UPLOADED,  FAILED,  7,  ,   , avoidedBytes
            UPLOADED,         , 7,  ,   , avoidedBytes
            UPLOADED,  SKIPPED,  , 2,   , avoidedPages
            EMBEDDED,  SKIPPED,  , 2,   , avoidedPages
            PARSED,    SKIPPED,  ,  , 9, avoidedTokens
            PARSED,           ,  , 2,   , avoidedPages
            RETRIEVED, SKIPPED,  ,  ,   , outcome
            """)
    void check_outcome(Stage stage, Outcome outcome, Long bytes, Long pages, Long tokens, String refused) {
        Fields fields = new Fields();
        fields.stage = stage;
        fields.found = stage == Stage.RETRIEVED ? Optional.of(true) : Optional.empty();
        fields.attempt = new StageAttempt(
                Optional.ofNullable(outcome),
                Optional.ofNullable(bytes),
                Optional.ofNullable(pages),
                Optional.ofNullable(tokens));
        assertThat(fields.made().check(NOW, ContentHashAlgorithm.SHA_256))
                .extracting(Refusal::field)
                .containsExactlyElementsOf(refused.isEmpty() ? List.of() : List.of(refused));
    }

    private static StageAttempt told(Outcome outcome) {
        return new StageAttempt(Optional.of(outcome), Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void check_namesEveryContradiction() {
        Fields fields = new Fields();
        fields.user = Optional.empty();
        fields.hash = Optional.of("x");
        fields.chunkId = Optional.of(RANDOM.toUuid());
        fields.found = Optional.of(true);
        fields.rows = Optional.of(1L);
        fields.ordinal = Optional.of(1L);
        fields.at = Optional.of(NOW.minus(StageEventFields.OLDEST).minusMillis(1));
        assertThat(fields.made().check(NOW, ContentHashAlgorithm.SHA_256))
                .extracting(Refusal::field)
                .containsExactlyInAnyOrder("userId", "contentHash", "chunker", "chunkerVersion", "found", "rows", "at");
        Fields retrieved = new Fields();
        retrieved.stage = Stage.RETRIEVED;
        retrieved.at = Optional.of(NOW.plus(Duration.ofHours(1)));
        assertThat(retrieved.made().check(NOW, ContentHashAlgorithm.SHA_256))
                .extracting(Refusal::field)
                .containsExactlyInAnyOrder("found", "at");
        Fields chunker = new Fields();
        chunker.chunker = Optional.of("");
        assertThat(chunker.made().check(NOW, ContentHashAlgorithm.SHA_256))
                .extracting(Refusal::field)
                .containsExactlyInAnyOrder("chunker", "chunkerVersion");
    }

    @Test
    void toString_showsNothingOfTheUser() {
        assertThat(new Fields().made().toString() + new Fields().event()).doesNotContain("anna", HASH);
    }
}
