// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static io.truename.postgres.corpus.fixture.PipelineCorpus.hash;
import static io.truename.postgres.corpus.fixture.PipelineCorpus.trueChunk;
import static io.truename.postgres.corpus.fixture.PipelineCorpus.trueId;
import static io.truename.postgres.corpus.fixture.PipelineCorpus.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.truename.corpus.assess.Retrievability;
import io.truename.identity.ContentHashAlgorithm;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.fixture.PipelineCorpus;
import io.truename.postgres.corpus.fixture.PipelineCorpus.Shape;
import io.truename.postgres.corpus.recipe.IndependentRecipe;
import io.truename.postgres.corpus.validate.CorpusNumbers;
import io.truename.postgres.corpus.validate.CorpusValidator;
import io.truename.postgres.corpus.validate.SliceHalves;
import io.truename.postgres.corpus.validate.UserTally;
import io.truename.testkit.database.TestServer.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorpusValidatorIT {
    private static final UUID NOBODY = new UUID(0x4000, 0xdead);

    @ParameterizedTest
    @EnumSource
    void corpus_ofTrueIds_isSound(Shape shape) {
        PipelineCorpus corpus = sound(Version.OLDEST, shape);
        CorpusNumbers numbers = validate(corpus);
        assertThat(numbers.sound()).as(numbers.toJson()).isTrue();
        assertThat(nonZero(numbers))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("documents", 4L, "chunks", 8L, "retrievableDocuments", 4L, "users", 2L));
        assertThat(CorpusNumbers.fromJson(numbers.toJson()).toJson()).isEqualTo(numbers.toJson());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE Docs SET hash = repeat('0', 64) WHERE id = DOC | untrueDocuments",
                "UPDATE Docs SET \"user\" = 'a b' WHERE id = DOC | untrueDocuments",
                "UPDATE Docs SET \"user\" = NULL WHERE id = DOC | untrueDocuments",
                "UPDATE chunks SET ord = 7 WHERE id = CHUNK | untrueChunks",
                "UPDATE chunks SET version = '' WHERE id = CHUNK | untrueChunks",
                "UPDATE chunks SET chunker = NULL WHERE id = CHUNK | untrueChunks",
                "UPDATE chunks SET doc = OTHER WHERE id = CHUNK | untrueChunks",
                "UPDATE chunks SET id = LOST WHERE id = CHUNK | untrueChunks",
                "ALTER TABLE chunks DROP CONSTRAINT chunks_doc_fkey; UPDATE chunks SET doc = LOST WHERE id = CHUNK"
                        + " | orphans.Pipe.chunks.doc",
                "INSERT INTO jobs (doc) VALUES (LOST) | orphans.Pipe.jobs.doc",
                "INSERT INTO jobs (docs) VALUES (ARRAY[DOC, NULL, LOST]) | orphans.Pipe.jobs.docs",
                "INSERT INTO jobs (payload) VALUES (jsonb_build_object('a \"key\"', jsonb_build_array(jsonb_build_object("
                        + "'doc', LOST)))) | orphans.Pipe.jobs.payload $.\"a \\\"key\\\"\"[*].\"doc\"",
                "INSERT INTO vectors (chunk) VALUES (LOST) | orphans.Pipe.vectors.chunk",
                "INSERT INTO chunks SELECT LOST, doc, chunker, version, ord FROM chunks WHERE id = CHUNK |"
                        + " untrueChunks",
                "INSERT INTO Docs (id, \"user\", hash) SELECT LOST, upper(\"user\"), upper(hash) FROM Docs WHERE id ="
                        + " DOC | untrueDocuments"
            })
    void damage_isNamed(String damage, String counter) {
        PipelineCorpus corpus = sound(Version.NEWEST, Shape.UUIDS);
        CorpusNumbers before = validate(corpus);
        UUID document = trueId(1, 1);
        corpus.database()
                .execute("SET search_path = \"Pipe\"; "
                        + damage.replace("Docs ", "\"Docs\" ")
                                .replace("DOC", "'" + document + "'::uuid")
                                .replace("OTHER", "'" + trueId(1, 2) + "'::uuid")
                                .replace("CHUNK", "'" + trueChunk(document, 1) + "'::uuid")
                                .replace("LOST", "'" + NOBODY + "'::uuid"));
        CorpusNumbers after = validate(corpus);
        assertThat(after.count(counter)).as(after.toJson()).isEqualTo(1);
        assertThat(after.sound()).isFalse();
        // Damage may be in either half, and next to the middle.
        assertThat(validateInHalves(corpus).counters()).isEqualTo(after.counters());
        if (counter.startsWith("orphans")) {
            assertThat(after.examples(counter)).containsExactly(NOBODY.toString());
        }
        assertThat(after.worseThan(before)).anyMatch(sentence -> sentence.startsWith(counter + ": 0 before"));
        if (counter.startsWith("untrue")) {
            assertThat(after.count("retrievableDocuments")).isLessThan(after.count("documents"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void users_areCountedOverTicksOfAnyInstance(boolean halvesAtOnce) {
        PipelineCorpus corpus = sound(Version.NEWEST, Shape.UUIDS);
        corpus.randomDocuments(1_200, 2);
        CorpusNumbers whole = validate(corpus);
        assertThat(whole.count("users")).isEqualTo(7);
        assertThat(whole.count("usersWithLoss")).isEqualTo(7);
        assertThat(whole.count("usersWithNothing")).isEqualTo(5);
        assertThat(whole.count("untrueDocuments")).isEqualTo(1_200);
        assertThat(whole.examples("untrueChunks")).hasSize(5);

        assertThat(whole.impact().largest()).hasSize(7);
        assertThat(whole.impact().largest().get(0)).isEqualTo(new Retrievability.User(user(1), 174, 2));

        UserTally users = UserTally.inMemory();
        CorpusNumbers parts = new CorpusNumbers();
        long read = 0;
        while (!parts.done()) {
            CorpusNumbers taken = CorpusNumbers.fromJson(parts.toJson());
            try (Database database = corpus.connect();
                    Session session = database.open();
                    Session second = database.open()) {
                SliceHalves halves = halvesAtOnce ? SliceHalves.atOnce(second) : SliceHalves.inTurn();
                session.inTransaction(() -> {
                    new CorpusValidator(corpus.schema(), users, Optional.empty(), halves).slice(session, taken, 1_204);
                    return true;
                });
            }
            assertThat(taken.pagesRead()).isBetween(read, taken.pages());
            read = taken.pagesRead();
            parts = taken;
        }
        assertThat(read).isEqualTo(parts.pages());
        assertThat(parts.counters()).isEqualTo(whole.counters());
        assertThat(parts.impact()).isEqualTo(whole.impact());
    }

    @Test
    void users_manyOfThem_theSameOnesAreKeptAfterwards() {
        CorpusNumbers before = new CorpusNumbers();
        for (int user = 1; user <= 100; user++) {
            before.user(new Retrievability.User("user " + user, user % 50, 0));
        }
        assertThat(before.impact().largest())
                .hasSize(Retrievability.MOST_USERS)
                .isSortedAccordingTo(Retrievability.LARGEST_FIRST);
        assertThat(before.impact().largest().get(0).documents()).isEqualTo(49);

        CorpusNumbers after = CorpusNumbers.fromJson(CorpusNumbers.ofTheUsersOf(CorpusNumbers.fromJson(before.toJson()))
                .toJson());
        for (int user = 1; user <= 100; user++) {
            after.user(new Retrievability.User("user " + user, 100 - user, 1));
        }
        assertThat(after.impact().largest())
                .extracting(Retrievability.User::user)
                .containsExactlyInAnyOrderElementsOf(before.impact().largest().stream()
                        .map(Retrievability.User::user)
                        .toList());
    }

    /** A half that is lost must not pass for one without findings. */
    @Test
    void slice_whoseSecondHalfCannotBeRead_fails() {
        PipelineCorpus corpus = sound(Version.NEWEST, Shape.UUIDS);
        try (Database database = corpus.connect();
                Session session = database.open();
                Session second = database.open()) {
            int process = second.one("SELECT pg_backend_pid() AS pid", row -> row.get("pid", Integer.class));
            corpus.database().executeAsSuperuser("SELECT pg_terminate_backend(" + process + ", 10000)");
            assertThatExceptionOfType(SqlException.class)
                    .isThrownBy(() -> inHalves(corpus, second).validate(session))
                    .matches(SqlException::connectionLost);
        }
    }

    private static PipelineCorpus sound(Version version, Shape shape) {
        PipelineCorpus corpus = new PipelineCorpus(version, shape);
        for (int owner = 1; owner <= 2; owner++) {
            for (int file = 1; file <= 2; file++) {
                UUID id = trueId(owner, file);
                corpus.document(id, owner, file);
                corpus.chunk(trueChunk(id, 0), id, 0);
                corpus.chunk(trueChunk(id, 1), id, 1);
            }
        }
        assertThat(new IndependentRecipe(PipelineCorpus.NAMESPACE, ContentHashAlgorithm.SHA_256)
                        .document(user(1), hash(1)))
                .hasValue(trueId(1, 1));
        return corpus;
    }

    private static Map<String, Long> nonZero(CorpusNumbers numbers) {
        Map<String, Long> counters = new TreeMap<>(numbers.counters());
        counters.values().removeIf(count -> count == 0);
        return counters;
    }

    private static CorpusNumbers validate(PipelineCorpus corpus) {
        try (Database database = corpus.connect();
                Session session = database.open()) {
            return new CorpusValidator(corpus.schema()).validate(session);
        }
    }

    private static CorpusNumbers validateInHalves(PipelineCorpus corpus) {
        try (Database database = corpus.connect();
                Session session = database.open();
                Session second = database.open()) {
            return inHalves(corpus, second).validate(session);
        }
    }

    private static CorpusValidator inHalves(PipelineCorpus corpus, Session second) {
        return new CorpusValidator(corpus.schema(), UserTally.inMemory(), Optional.empty(), SliceHalves.atOnce(second));
    }

    @Test
    void report_namesNoMoreThanFiveOfAKind() {
        CorpusNumbers numbers = new CorpusNumbers();
        List.of("1", "2", "3", "4", "5", "6").forEach(id -> numbers.example("untrueChunks", id));
        assertThat(numbers.examples("untrueChunks")).containsExactly("1", "2", "3", "4", "5");
    }
}
