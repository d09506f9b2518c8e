// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.identity.DocumentName;
import io.truename.testkit.openapi.OpenApiDocument;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The description by itself; {@link GenerateIT} holds every live answer against it. */
class OpenApiTest {
    private final OpenApiDocument document = OpenApiDocument.beside(GenerateApplication.class);

    @Test
    void document_isCompleteAndLegal() {
        assertThat(document.errors()).isEmpty();
        assertThat(document.operations()).hasSize(5);
    }

    /** For each character, and for texts that are too short or too long. */
    @ParameterizedTest
    @ValueSource(strings = {"DocumentItem", "DocumentClaim"})
    void patterns_areThoseOfTheRecipe(String schema) {
        String hash = ItemReaderTest.SHA;
        for (char character = 0; character < 300; character++) {
            String user = "a".repeat(255) + character;
            String digits = hash.substring(1) + character;
            assertThat(matches(schema, "userId", user))
                    .isEqualTo(DocumentName.check(user, hash).isEmpty());
            assertThat(matches(schema, "fileSha256", digits))
                    .isEqualTo(DocumentName.check("a", digits).isEmpty());
        }
        for (String text : List.of("", "a".repeat(257), hash + "0", hash.substring(1))) {
            assertThat(matches(schema, "userId", text))
                    .isEqualTo(DocumentName.check(text, hash).isEmpty());
            assertThat(matches(schema, "fileSha256", text))
                    .isEqualTo(DocumentName.check("a", text).isEmpty());
        }
    }

    private boolean matches(String schema, String field, String text) {
        // As ECMAScript has it: $ is the end, not a line's.
        String pattern = document.json()
                .at("/components/schemas/" + schema + "/properties/" + field + "/pattern")
                .asText()
                .replaceFirst("\\$$", "\\\\z");
        return Pattern.compile(pattern).matcher(text).find();
    }

    @ParameterizedTest
    @ValueSource(strings = {ItemReaderTest.DOCUMENT, ItemReaderTest.CHUNK, "{\"kind\":\"job\"}"})
    void requestSchema_takesWhatTheFunctionTakes(String item) {
        assertThat(document.requestErrors("/ids", item)).isEmpty();
        assertThat(document.requestErrors("/ids", "{\"items\":[" + item + "]}")).isEmpty();
        assertThat(ItemReaderTest.read(item)).isInstanceOf(ParseResult.Items.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"kind\":\"job\",\"x\":1}",
                "{\"items\":{}}",
                "{\"kind\":\"document\",\"userId\":\"a b\",\"fileSha256\":\"" + ItemReaderTest.SHA + "\"}",
                "{\"kind\":\"document\",\"userId\":\"a\",\"fileSha256\":\"abc\"}",
                "{\"kind\":\"chunk\",\"documentId\":\"0-0-0-0-0\",\"chunker\":\"c\",\"chunkerVersion\":\"1\",\"ordinal\":0}",
                "{\"kind\":\"chunk\",\"documentId\":\"" + ItemReaderTest.UUID_TEXT
                        + "\",\"chunker\":\"c\",\"chunkerVersion\":\"1\",\"ordinal\":2147483648}"
            })
    void requestSchema_refusesWhatTheFunctionRefuses(String body) {
        assertThat(document.requestErrors("/ids", body)).isNotEmpty();
        assertThat(ItemReaderTest.read(body)).isInstanceOf(ParseResult.Refused.class);
    }
}
