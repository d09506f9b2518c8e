// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.corpus.fixture.SampleCorpus;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTextsTest {
    private final StatementTexts texts = new StatementTexts(Optional.of(SampleCorpus.schema()));

    // The server stores a text with its values if it had to drop the entry in between.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t WHERE name = 'secret'",
                "SELECT * FROM t WHERE name = 'it''s secret'",
                "SELECT * FROM t WHERE name = 'secret",
                "SELECT * FROM t WHERE name = $$secret$$",
                "SELECT * FROM t WHERE name = $x$secret$x$ /* secret */ -- secret",
                "SELECT * FROM t WHERE name = E'\\\\' OR name = 'secret'",
                "SELECT * FROM t WHERE name = E'\\'' OR name = 'secret'",
                "SELECT * FROM t WHERE name = $1 /* secret",
                "SELECT * FROM t WHERE name = $a$secret",
            })
    void text_hasNoValues(String text) {
        assertThat(StatementTexts.shown(text))
                .startsWith("SELECT * FROM t WHERE name =")
                .doesNotContain("secret");
    }

    @Test
    void text_keepsParametersAndNames_onOneLine_andIsShort() {
        assertThat(StatementTexts.shown("SELECT a1\n  FROM t2 WHERE b = $1 AND c = 4711 LIMIT $2"))
                .isEqualTo("SELECT a1 FROM t2 WHERE b = $1 AND c = ... LIMIT $2");
        assertThat(StatementTexts.shown("SELECT " + "a, ".repeat(10_000) + "b"))
                .hasSizeLessThan(600)
                .endsWith(" ...");
        assertThat(StatementTexts.shown("SELECT " + "'".repeat(30_001))).hasSizeLessThan(600);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM upload_pipeline.documents WHERE document_id = $1",
                "select d.filename from \"upload_pipeline\".\"documents\" AS d\n where d.document_id=$1 and 1=1",
                "SELECT 1 FROM document_chunks c WHERE c.chunk_id IN ($1, $2)",
                "SELECT 1 FROM document_chunks WHERE chunk_id = ANY ($1)",
            })
    void lookUpById_isRecognised(String text) {
        assertThat(texts.isIdLookup(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM upload_pipeline.documents WHERE user_id = $1",
                "SELECT * FROM other.documents WHERE document_id = $1",
                "SELECT * FROM upload_pipeline.document_chunks WHERE document_id = $1",
                "SELECT * FROM upload_pipeline.documents WHERE document_id > $1",
                "DELETE FROM upload_pipeline.documents WHERE document_id = $1",
            })
    void others_areNot(String text) {
        assertThat(texts.isIdLookup(text)).isFalse();
    }
}
