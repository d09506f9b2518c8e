// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Properties of an object that its writer chooses.
 *
 * @param fixed those with names of the API, such as {@code contentType}
 * @param metadata those with names of the writer's
 */
record ObjectProperties(Map<String, String> fixed, Map<String, String> metadata) {
    private static final List<String> FIXED = List.of(
            "contentType", "contentEncoding", "contentDisposition", "contentLanguage", "cacheControl", "customTime");

    /** Sent by clients and answered by the server, which computes or knows them. */
    private static final Set<String> OF_THE_SERVER = Set.of(
            "kind",
            "bucket",
            "name",
            "id",
            "size",
            "md5Hash",
            "crc32c",
            "etag",
            "generation",
            "metageneration",
            "timeCreated",
            "updated",
            "timeStorageClassUpdated",
            "selfLink",
            "mediaLink");

    static final String DEFAULT_TYPE = "application/octet-stream";
    static final String STORAGE_CLASS = "STANDARD";

    ObjectProperties {
        fixed = Map.copyOf(fixed);
        metadata = Map.copyOf(metadata);
    }

    /** Reads them from an object resource; refuses properties that the local cloud would lose. */
    static ObjectProperties of(JsonNode resource) {
        Map<String, String> fixed = new LinkedHashMap<>();
        Map<String, String> metadata = new TreeMap<>();
        resource.properties().forEach(field -> {
            String name = field.getKey();
            if (field.getValue().isNull()) {
                return;
            }
            if (FIXED.contains(name)) {
                fixed.put(name, text(name, field.getValue()));
            } else if (name.equals("metadata")) {
                field.getValue()
                        .properties()
                        .forEach(own -> metadata.put(own.getKey(), text("metadata." + own.getKey(), own.getValue())));
            } else if (!OF_THE_SERVER.contains(name)
                    && !field.getValue().asText().equals(STORAGE_CLASS)) {
                throw StorageError.notDone("Property " + name + " of objects");
            }
        });
        return new ObjectProperties(fixed, metadata);
    }

    private static String text(String name, JsonNode value) {
        if (!value.isTextual()) {
            throw StorageError.invalid(name + " must be a text.");
        }
        return value.textValue();
    }

    ObjectProperties withType(String contentType) {
        Map<String, String> with = new LinkedHashMap<>(fixed);
        with.putIfAbsent("contentType", contentType);
        return new ObjectProperties(with, metadata);
    }

    String contentType() {
        return fixed.getOrDefault("contentType", DEFAULT_TYPE);
    }
}
