// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

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

/** The description by itself; {@link MigrateIT} holds every live answer against it, and it against the routes. */
class OpenApiTest {
    private final OpenApiDocument document = OpenApiDocument.ofFile();

    @Test
    void references_allResolve() {
        List<String> references = new ArrayList<>();
        collect(document.json(), references);
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.json().at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
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
                    assertThat(operation.path("responses").has("405")).isTrue();
                    operation.path("responses").forEach(response -> {
                        assertThat(response.path("description").asText()).isNotEmpty();
                        assertThat(response.path("content")).isNotEmpty();
                    });
                }));
        assertThat(names).hasSize(22);
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

    private static void collect(JsonNode node, List<String> references) {
        if (node.has("$ref")) {
            references.add(node.path("$ref").asText());
        }
        node.forEach(child -> collect(child, references));
    }
}
