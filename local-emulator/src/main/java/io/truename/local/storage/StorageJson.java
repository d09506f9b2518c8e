// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Resources of the API as JSON. 64-bit numbers are texts there. */
final class StorageJson {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private StorageJson() {}

    static ObjectNode node() {
        return MAPPER.createObjectNode();
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException neverOfATree) {
            throw new IllegalStateException(neverOfATree);
        }
    }

    /** @throws IOException if the bytes are not JSON */
    static JsonNode read(byte[] bytes) throws IOException {
        return MAPPER.readTree(bytes);
    }

    /** Metadata of an object that a server must know besides the content. */
    static ObjectNode description(StoredObject object) {
        ObjectNode json = node().put("name", object.name());
        object.properties().fixed().forEach(json::put);
        if (!object.properties().metadata().isEmpty()) {
            object.properties().metadata().forEach(json.putObject("metadata")::put);
        }
        return json.put("size", Long.toString(object.size()))
                .put("md5Hash", object.md5())
                .put("crc32c", object.crc32c())
                .put("generation", Long.toString(object.generation()))
                .put("timeCreated", object.created().toString());
    }

    /** The inverse. */
    static StoredObject object(JsonNode json) throws IOException {
        try {
            return new StoredObject(
                    json.required("name").textValue(),
                    ObjectProperties.of(json),
                    Long.parseLong(json.required("size").textValue()),
                    json.required("md5Hash").textValue(),
                    json.required("crc32c").textValue(),
                    Long.parseLong(json.required("generation").textValue()),
                    Instant.parse(json.required("timeCreated").textValue()));
        } catch (RuntimeException damaged) {
            throw new IOException("its description is damaged", damaged);
        }
    }

    /** @param url of the server, without a slash at the end */
    static ObjectNode resource(String bucket, StoredObject object, String url) {
        String path = "/storage/v1/b/" + bucket + "/o/" + encoded(object.name());
        return description(object)
                .put("kind", "storage#object")
                .put("id", bucket + "/" + object.name() + "/" + object.generation())
                .put("bucket", bucket)
                .put("contentType", object.properties().contentType())
                .put("metageneration", Long.toString(StoredObject.METAGENERATION))
                .put("storageClass", ObjectProperties.STORAGE_CLASS)
                .put("updated", object.created().toString())
                .put("timeStorageClassUpdated", object.created().toString())
                .put("etag", etag(object))
                .put("selfLink", url + path)
                .put("mediaLink", url + "/download" + path + "?generation=" + object.generation() + "&alt=media");
    }

    static String etag(StoredObject object) {
        return Base64.getEncoder()
                .encodeToString(
                        (object.generation() + "/" + StoredObject.METAGENERATION).getBytes(StandardCharsets.US_ASCII));
    }

    static ObjectNode bucket(String name, Instant created, String url) {
        return node().put("kind", "storage#bucket")
                .put("id", name)
                .put("name", name)
                .put("location", "LOCAL")
                .put("storageClass", ObjectProperties.STORAGE_CLASS)
                .put("metageneration", "1")
                .put("etag", "CAE=")
                .put("timeCreated", created.toString())
                .put("updated", created.toString())
                .put("selfLink", url + "/storage/v1/b/" + name);
    }

    static ObjectNode error(StorageError error) {
        ObjectNode json = node();
        ObjectNode body = json.putObject("error").put("code", error.status()).put("message", error.sentence());
        body.putArray("errors")
                .addObject()
                .put("message", error.sentence())
                .put("domain", "global")
                .put("reason", error.reason());
        return json;
    }

    /** A name in one segment of a path. */
    static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
