// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Reader of request bodies: one JSON object in UTF-8 and within bounds. Any other body adds a problem. */
public final class BodyReader {
    private BodyReader() {}

    /** Reads the fields of an object. */
    @FunctionalInterface
    public interface Fields {
        /** Reads to the object's end; the parser stands on its start. */
        void read(JsonParser json) throws IOException;
    }

    /**
     * Reads a body as a stream. At a syntax error reading stops, with one problem that has the position.
     *
     * @param rule the problem of a body that is no object
     */
    public static void read(byte[] body, String rule, FieldProblems problems, Fields fields) {
        try (JsonParser json = Json.parser(body)) {
            JsonToken first = json.nextToken();
            if (first == JsonToken.START_OBJECT) {
                fields.read(json);
                if (json.nextToken() != null) {
                    problems.add(() -> "", Rules.ONE_OBJECT, "more text after the object");
                }
            } else {
                problems.add(() -> "", rule, first == null ? Rules.NOTHING : JsonKind.of(first));
            }
        } catch (StreamConstraintsException tooMuch) {
            problems.add(() -> "", Rules.BOUNDS, "more");
        } catch (JsonProcessingException notJson) {
            problems.add(() -> "", Rules.JSON, "something else" + at(notJson.getLocation()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
