// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.selfcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.identity.NameHash;
import io.truename.identity.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuestionsTest {
    private static final UUID OTHER = UUID.fromString("47f2a9b2-1c52-d4ec-486b-61ee1b54c4a6");

    @Test
    void published_areRowsOfTheVectors() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("..", "identity", "vectors.json"));
        for (Question question : Questions.published()) {
            assertThat(rows)
                    .as(question.name())
                    .anyMatch(row -> row.contains(
                                    "\"hash\": \"" + question.namespace().hash().algorithm() + "\"")
                            && row.contains(
                                    "\"namespace\": \"" + question.namespace().id() + "\"")
                            && row.contains("\"name\": \"" + question.name() + "\"")
                            && row.contains("\"id\": \"" + question.published().orElseThrow() + "\""));
        }
    }

    @ParameterizedTest
    @EnumSource
    void questions_includePublishedOnes_ofTheHashOfTheCorpus(NameHash hash) {
        List<Question> questions = Questions.of(new Namespace(OTHER, hash), 1);
        assertThat(questions.stream().filter(question -> question.published().isPresent()))
                .hasSize(4)
                .allMatch(question -> question.namespace().hash() == hash);
        assertThat(questions.stream().filter(question -> question.published().isEmpty()))
                .hasSize(2 * Questions.DRAWN)
                .allMatch(question -> question.namespace().id().equals(OTHER));
    }

    @Property(tries = 200)
    void questions_areLegal_andTheSameForASeed(@ForAll @IntRange(min = 0) int seed) {
        List<Question> questions = Questions.of(Namespace.DEFAULT, seed);
        assertThat(questions).isEqualTo(Questions.of(Namespace.DEFAULT, seed));
        assertThat(questions.stream().map(Question::inJava)).doesNotHaveDuplicates();
    }
}
