// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The description by itself; {@link GenerateIT} holds every live answer against it. */
class OpenApiTest {
    private final OpenApiDocument document = OpenApiDocument.ofFile();

    @Test
    void document_isOpenApi31() {
        assertThat(document.json().path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(document.json().at("/info/title").asText()).isNotEmpty();
        assertThat(document.json().at("/info/version").asText()).isNotEmpty();
        assertThat(document.json().at("/info/license/identifier").asText()).isEqualTo("Apache-2.0");
    }

    @Test
    void references_allResolve() {
        List<String> references = new ArrayList<>();
        collect(document.json(), references);
        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            assertThat(reference).startsWith("#/");
            assertThat(document.json().at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        });
    }

    @Test
    void operations_areCompleteAndNamedOnce() {
        Set<String> names = new HashSet<>();
        document.json()
                .path("paths")
                .forEach(path -> path.forEach(operation -> {
                    assertThat(names.add(operation.path("operationId").asText()))
                            .isTrue();
                    assertThat(operation.path("summary").asText()).isNotEmpty();
                    assertThat(operation.path("responses").has("200")).isTrue();
                    assertThat(operation.path("responses").has("405")).isTrue();
                    operation.path("responses").forEach(response -> {
                        assertThat(response.path("description").asText()).isNotEmpty();
                        assertThat(response.path("content")).isNotEmpty();
                    });
                }));
        assertThat(names).hasSize(5);
    }

    @Test
    void schemas_areLegalJsonSchemas() {
        JsonSchema meta = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        document.json()
                .at("/components/schemas")
                .properties()
                .forEach(schema -> assertThat(meta.validate(schema.getValue()))
                        .as(schema.getKey())
                        .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {ItemReaderTest.DOCUMENT, ItemReaderTest.CHUNK, "{\"kind\":\"job\"}"})
    void requestSchema_takesWhatTheFunctionTakes(String item) throws Exception {
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
    void requestSchema_refusesWhatTheFunctionRefuses(String body) throws Exception {
        assertThat(document.requestErrors("/ids", body)).isNotEmpty();
        assertThat(ItemReaderTest.read(body)).isInstanceOf(ParseResult.Refused.class);
    }

    private static void collect(JsonNode node, List<String> references) {
        if (node.has("$ref")) {
            references.add(node.path("$ref").asText());
        }
        node.forEach(child -> collect(child, references));
    }
}
