// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;

/** An OpenAPI 3.1 document, whose schemas are JSON Schema 2020-12, to hold requests and answers against. */
record OpenApiDocument(JsonNode json) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    static OpenApiDocument ofFile() {
        try (InputStream in = GenerateApplication.class.getResourceAsStream("openapi.json")) {
            return new OpenApiDocument(MAPPER.readTree(in));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static OpenApiDocument of(String text) throws IOException {
        return new OpenApiDocument(MAPPER.readTree(text));
    }

    /** What is wrong with a request's body, by the path's POST. */
    Set<ValidationMessage> requestErrors(String path, String body) throws IOException {
        return errors(operation(path, "post").at("/requestBody/content/application~1json/schema"), body);
    }

    /** What is wrong with an answer; a status or media type that is not described is an error by itself. */
    Set<ValidationMessage> answerErrors(String path, String method, int status, String mediaType, String body)
            throws IOException {
        JsonNode schema = operation(path, method)
                .path("responses")
                .path(String.valueOf(status))
                .path("content")
                .path(mediaType)
                .path("schema");
        if (schema.isMissingNode()) {
            throw new AssertionError(method + " " + path + " answers an undescribed " + status + " of " + mediaType);
        }
        return errors(schema, body);
    }

    private JsonNode operation(String path, String method) {
        return json.path("paths").path(path).path(method);
    }

    private Set<ValidationMessage> errors(JsonNode schema, String body) throws IOException {
        ObjectNode whole = schema.deepCopy();
        whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        whole.set("components", json.path("components"));
        return SCHEMAS.getSchema(whole).validate(MAPPER.readTree(body));
    }
}
