// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.mapping.ReferencePattern.Form;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencePatternTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{id}",
                "file-{id}",
                "raw/{ID}.pdf",
                "{id32}",
                "x{ID32}",
                "*{id}*",
                "*{ID32}*",
                "ключ \\$.+[({id}",
                "'\"{id}"
            })
    void parse_pattern_isWrittenAsItWas(String text) {
        assertThat(ReferencePattern.parse(text)).map(ReferencePattern::toString).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "**",
                "id",
                "{}",
                "{id",
                "{Id}",
                "{id33}",
                "{id}{id}",
                "{id},{id}",
                "*{id}",
                "{id}*",
                "a*{id}*",
                "**{id}**",
                "{{id}}",
                "a\n{id}",
                "a\0{id}",
                "*{id}* "
            })
    void parse_noPattern_isRefused(String text) {
        assertThat(ReferencePattern.parse(text)).isEmpty();
        assertThat(ReferencePattern.parse("x".repeat(197) + "{id}")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void matches_textOfThePattern_andNoOther(Form form) {
        Random random = new Random(7);
        ReferencePattern pattern =
                ReferencePattern.parse("a.b-" + form.placeholder() + ".pdf").orElseThrow();
        for (int i = 0; i < 200; i++) {
            String id = "a"
                    + new UUID(random.nextLong(), random.nextLong()).toString().substring(1);
            for (Form other : Form.values()) {
                assertThat(pattern.matches("a.b-" + written(id, other) + ".pdf"))
                        .isEqualTo(other == form);
            }
            assertThat(pattern.matches("axb-" + written(id, form) + ".pdf")).isFalse();
            assertThat(pattern.matches("a.b-" + written(id, form) + ".pdf ")).isFalse();
            assertThat(pattern.matches("a.b-" + written(id, form).substring(1) + ".pdf"))
                    .isFalse();
        }
    }

    private static String written(String id, Form form) {
        return switch (form) {
            case LOWER -> id;
            case UPPER -> id.toUpperCase(Locale.ROOT);
            case LOWER_32 -> id.replace("-", "");
            case UPPER_32 -> id.replace("-", "").toUpperCase(Locale.ROOT);
        };
    }
}
