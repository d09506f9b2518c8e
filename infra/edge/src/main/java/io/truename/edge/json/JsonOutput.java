// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Writer of JSON as UTF-8 bytes, with field types that a generator has no method for. */
public final class JsonOutput {
    private static final int USUAL_BYTES = 1024;

    private JsonOutput() {}

    /** Writes one JSON value. */
    @FunctionalInterface
    public interface Writer {
        /** Writes the value; nothing is read back from the generator. */
        void write(JsonGenerator json) throws IOException;
    }

    /** The bytes of one JSON value. */
    public static byte[] of(Writer writer) {
        return of(USUAL_BYTES, writer);
    }

    /**
     * The bytes of one JSON value.
     *
     * @param expectedBytes about how many they will be
     */
    public static byte[] of(int expectedBytes, Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(expectedBytes);
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            writer.write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** A string field, or null when there is no value. */
    public static void optional(JsonGenerator json, String name, Optional<?> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get().toString());
        } else {
            json.writeNullField(name);
        }
    }

    /** A field whose value is JSON text already. */
    public static void raw(JsonGenerator json, String name, String value) throws IOException {
        json.writeFieldName(name);
        json.writeRawValue(value);
    }
}
