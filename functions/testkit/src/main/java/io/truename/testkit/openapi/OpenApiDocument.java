// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * OpenAPI 3.1 document, whose schemas are JSON Schema 2020-12: checks itself, and requests and answers against it. Every
 * check returns its findings as sentences, none if all is well. Needs {@code json-schema-validator}, which is optional here.
 */
public record OpenApiDocument(JsonNode json) {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    /** The file {@code openapi.json} in the package of a class. */
    public static OpenApiDocument beside(Class<?> type) {
        try (InputStream in = Objects.requireNonNull(type.getResourceAsStream("openapi.json"))) {
            return new OpenApiDocument(MAPPER.readTree(in));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The document in a text, as a function serves it. */
    public static OpenApiDocument of(String text) {
        return new OpenApiDocument(parsed(text));
    }

    /** Errors of the document itself: version, references, schemas, operations. */
    public List<String> errors() {
        List<String> errors = new ArrayList<>();
        require(json.path("openapi").asText().equals("3.1.0"), "openapi is not 3.1.0", errors);
        for (String place : List.of("/info/title", "/info/version", "/info/license/identifier")) {
            require(!json.at(place).asText().isEmpty(), place + " is missing", errors);
        }
        references(json, errors);
        JsonSchema dialect = SCHEMAS.getSchema(SchemaLocation.of(DIALECT));
        json.at("/components/schemas")
                .properties()
                .forEach(schema -> dialect.validate(schema.getValue())
                        .forEach(error -> errors.add("schema " + schema.getKey() + ": " + error)));
        json.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation ->
                                operation(operation.getKey() + " " + path.getKey(), operation.getValue(), errors)));
        require(operations().size() == operationCount(), "an operationId is there twice", errors);
        return errors;
    }

    /** The names of all operations. */
    public Set<String> operations() {
        Set<String> names = new LinkedHashSet<>();
        json.path("paths")
                .forEach(path -> path.forEach(
                        operation -> names.add(operation.path("operationId").asText())));
        return names;
    }

    private int operationCount() {
        int count = 0;
        for (JsonNode path : json.path("paths")) {
            count += path.size();
        }
        return count;
    }

    private static void operation(String name, JsonNode operation, List<String> errors) {
        require(!operation.path("operationId").asText().isEmpty(), name + " has no operationId", errors);
        require(!operation.path("summary").asText().isEmpty(), name + " has no summary", errors);
        require(operation.path("responses").has("405"), name + " has no 405", errors);
        operation.path("responses").properties().forEach(response -> {
            String which = name + " " + response.getKey();
            require(!response.getValue().path("description").asText().isEmpty(), which + " has no description", errors);
            boolean empty = response.getValue().path("content").isEmpty();
            require(empty == response.getKey().equals("204"), which + (empty ? " has no" : " has a") + " body", errors);
        });
    }

    private void references(JsonNode node, List<String> errors) {
        String reference = node.path("$ref").asText();
        boolean known = reference.isEmpty()
                || (reference.startsWith("#/")
                        && !json.at(reference.substring(1)).isMissingNode());
        require(known, reference + " leads nowhere", errors);
        node.forEach(child -> references(child, errors));
    }

    private static void require(boolean met, String otherwise, List<String> errors) {
        if (!met) {
            errors.add(otherwise);
        }
    }

    /** The values that a schema at a JSON pointer allows, in its order, without null. */
    public List<String> values(String pointer) {
        List<String> values = new ArrayList<>();
        json.at(pointer + "/enum").forEach(value -> {
            if (!value.isNull()) {
                values.add(value.asText());
            }
        });
        return values;
    }

    /** Errors of the body of a POST to a path. */
    public List<String> requestErrors(String path, String body) {
        return violations(operation(path, "post").at("/requestBody/content/application~1json/schema"), body);
    }

    /** Errors of an answer. An undescribed status or media type is an error, and so is a body with a 204. */
    public List<String> answerErrors(String path, String method, int status, String mediaType, String body) {
        JsonNode response = operation(path, method).path("responses").path(String.valueOf(status));
        if (status == 204) {
            return response.isMissingNode() || !body.isEmpty()
                    ? List.of("204 is not described, or has a body")
                    : List.of();
        }
        JsonNode schema = response.path("content").path(mediaType).path("schema");
        if (schema.isMissingNode()) {
            return List.of(method + " " + path + " answers an undescribed " + status + " of " + mediaType);
        }
        return mediaType.endsWith("json") ? violations(schema, body) : List.of();
    }

    private JsonNode operation(String path, String method) {
        return json.path("paths").path(path).path(method);
    }

    private List<String> violations(JsonNode schema, String body) {
        if (!schema.isObject()) {
            return List.of("there is no schema to hold it against");
        }
        ObjectNode whole = schema.deepCopy();
        whole.put("$schema", DIALECT);
        whole.set("components", json.path("components"));
        return SCHEMAS.getSchema(whole).validate(parsed(body)).stream()
                .map(Object::toString)
                .toList();
    }

    private static JsonNode parsed(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
