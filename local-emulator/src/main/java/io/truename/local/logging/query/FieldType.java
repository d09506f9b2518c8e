// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

/** Type of a field, which decides how the value beside it is read. */
enum FieldType {
    TEXT("text"),
    NUMBER("a number"),
    FLAG("true or false"),
    SEVERITY("a severity"),
    TIME("a time"),
    SPAN("a duration"),
    /** A field of a JSON payload: its type is known when an entry is looked at. */
    DYNAMIC("any JSON value"),
    /** A field with fields of its own. */
    GROUP("a group of fields");

    private final String words;

    FieldType(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
