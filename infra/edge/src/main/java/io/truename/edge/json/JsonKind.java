// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.json;

import com.fasterxml.jackson.core.JsonToken;

/** The kinds of JSON values, as problems name them. */
public final class JsonKind {
    private JsonKind() {}

    /** The kind of value that begins with a token. */
    public static String of(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT -> "something else";
        };
    }
}
