// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.testkit.openapi.OpenApiDocument;
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
