// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answer to a client; closed after it was sent, or instead. */
record StorageReply(int status, Map<String, String> headers, Body body) {
    /** Content of an answer. */
    interface Body extends AutoCloseable {
        long length();

        void writeTo(OutputStream out) throws IOException;

        @Override
        default void close() throws IOException {}
    }

    static StorageReply json(int status, JsonNode json) {
        return bytes(status, "application/json; charset=UTF-8", StorageJson.bytes(json));
    }

    static StorageReply text(int status, String text) {
        return bytes(status, "text/html; charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
    }

    static StorageReply empty(int status) {
        return new StorageReply(status, Map.of(), bytes(new byte[0]));
    }

    StorageReply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new StorageReply(status, more, body);
    }

    private static StorageReply bytes(int status, String contentType, byte[] bytes) {
        return new StorageReply(status, Map.of("Content-Type", contentType), bytes(bytes));
    }

    private static Body bytes(byte[] bytes) {
        return new Body() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(bytes);
            }
        };
    }
}
