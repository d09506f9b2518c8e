// SPDX-License-Identifier: Apache-2.0
package io.truename.hashing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdPatternTest {
    @ParameterizedTest
    @CsvSource({
        "raw/{id}.pdf, raw/7.pdf, 7",
        "raw/{id}.pdf, raw/a.b.pdf, a.b",
        "raw/{id}.pdf, raw/a/b.pdf,",
        "raw/{id}.pdf, Raw/7.pdf,",
        "raw/{id}.pdf, raw/.pdf,",
        "raw/{id}.pdf, raw/7xpdf,",
        "*/{id}/*, files/ann/7/x.pdf, ann",
        "{id}, 7, 7",
        "{id}*, 7, 7",
        "file-{id}, file-(7), (7)",
    })
    void id_ofAPath(String pattern, String path, String id) {
        assertThat(IdPattern.parse(pattern).id(path).orElse(null)).isEqualTo(id);
    }

    @Test
    void withoutAPattern_theIdIsThePath() {
        assertThat(IdPattern.wholePath().id("a/b.pdf")).contains("a/b.pdf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "raw/*.pdf", "{id}/{id}"})
    void patternWithoutOneId_isRefused(String pattern) {
        assertThatThrownBy(() -> IdPattern.parse(pattern)).hasMessageContaining("{id} once");
    }
}
