// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;

/**
 * Object that a client wants to write: all but its content.
 *
 * @param md5 of the content as the client computed it, base64; may be empty
 * @param crc32c likewise
 */
record NewObject(
        Bucket bucket,
        String name,
        ObjectProperties properties,
        Preconditions conditions,
        Optional<String> md5,
        Optional<String> crc32c) {
    /** @param resource the object's properties as JSON; its name, unless the query has it */
    static NewObject of(Bucket bucket, StorageQuery query, JsonNode resource) {
        String name = query.text("name")
                .or(() -> Optional.ofNullable(resource.path("name").textValue()))
                .orElseThrow(() -> StorageError.invalid("Required: the object's name, as parameter or property."));
        return new NewObject(
                bucket,
                ObjectNames.require(name),
                ObjectProperties.of(resource),
                Preconditions.of(query),
                Optional.ofNullable(resource.path("md5Hash").textValue()),
                Optional.ofNullable(resource.path("crc32c").textValue()));
    }

    NewObject withType(String contentType) {
        return new NewObject(bucket, name, properties.withType(contentType), conditions, md5, crc32c);
    }

    /** Refuses early, before the content comes, uploads that would be refused afterwards. */
    NewObject checked() {
        conditions.require(bucket.find(name), false);
        return this;
    }

    /** Stores it with the content, unless that is another than the client had. */
    StoredObject store(UploadFile content) throws IOException {
        check("MD5", md5, content.md5());
        check("CRC32C", crc32c, content.crc32c());
        return bucket.put(name, properties, conditions, content);
    }

    private static void check(String hash, Optional<String> sent, String computed) {
        if (sent.isPresent() && !sent.get().equals(computed)) {
            throw StorageError.invalid("Provided " + hash + " hash \"" + sent.get() + "\" doesn't match calculated "
                    + hash + " hash \"" + computed + "\".");
        }
    }
}
