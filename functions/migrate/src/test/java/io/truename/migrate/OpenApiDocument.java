// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

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
public record OpenApiDocument(JsonNode json) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    public static OpenApiDocument ofFile() {
        try (InputStream in = OpenApiDocument.class.getResourceAsStream("http/openapi.json")) {
            return new OpenApiDocument(MAPPER.readTree(in));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What is wrong with a request's body, by the path's POST. */
    public Set<ValidationMessage> requestErrors(String path, String body) throws IOException {
        return errors(
                json.path("paths").path(path).path("post").at("/requestBody/content/application~1json/schema"), body);
    }

    /** What is wrong with an answer; a status or media type that is not described is an error by itself. */
    Set<ValidationMessage> answerErrors(String path, String method, int status, String mediaType, String body)
            throws IOException {
        JsonNode schema = json.path("paths")
                .path(path)
                .path(method)
                .path("responses")
                .path(String.valueOf(status))
                .path("content")
                .path(mediaType)
                .path("schema");
        if (schema.isMissingNode()) {
            throw new AssertionError(method + " " + path + " answers an undescribed " + status + " of " + mediaType);
        }
        return mediaType.endsWith("json") ? errors(schema, body) : Set.of();
    }

    private Set<ValidationMessage> errors(JsonNode schema, String body) throws IOException {
        ObjectNode whole = schema.deepCopy();
        whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        whole.set("components", json.path("components"));
        return SCHEMAS.getSchema(whole).validate(MAPPER.readTree(body));
    }
}
