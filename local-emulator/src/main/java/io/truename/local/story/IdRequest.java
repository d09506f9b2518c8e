// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/** Request body for {@code generate}, written item by item. */
public final class IdRequest {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int ITEM_BYTES = 140;

    private final ByteArrayOutputStream bytes;
    private final JsonGenerator json;
    private int count;

    /** Creates a request without items. */
    public IdRequest(int expectedItems) {
        bytes = new ByteArrayOutputStream(64 + expectedItems * ITEM_BYTES);
        try {
            json = JSON.createGenerator(bytes);
            json.writeStartObject();
            json.writeArrayFieldStart("items");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a document. */
    public void document(String userId, String sha256) {
        try {
            json.writeStartObject();
            json.writeStringField("kind", "document");
            json.writeStringField("userId", userId);
            json.writeStringField("fileSha256", sha256);
            json.writeEndObject();
            count++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void chunk(String documentId, String chunker, String chunkerVersion, int ordinal) {
        try {
            json.writeStartObject();
            json.writeStringField("kind", "chunk");
            json.writeStringField("documentId", documentId);
            json.writeStringField("chunker", chunker);
            json.writeStringField("chunkerVersion", chunkerVersion);
            json.writeNumberField("ordinal", ordinal);
            json.writeEndObject();
            count++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a chunk. */
    public void chunk(UUID documentId, String chunker, String chunkerVersion, int ordinal) {
        chunk(documentId.toString(), chunker, chunkerVersion, ordinal);
    }

    int count() {
        return count;
    }

    /** Completes and returns the body; no items can be added afterwards. */
    byte[] body() {
        try {
            json.writeEndArray();
            json.writeEndObject();
            json.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
