// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

/** Text of a person in a body: a reason, or a name. */
final class PersonsWords {
    private static final int LONGEST = 500;

    private PersonsWords() {}

    /** Parser for {@link io.truename.edge.json.JsonBody#text}. */
    static String parse(String text) {
        if (text.isBlank() || text.codePointCount(0, text.length()) > LONGEST) {
            throw new IllegalArgumentException("must have 1 to " + LONGEST + " characters, not only spaces");
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("must not have the character 0, which PostgreSQL does not store");
        }
        return text;
    }
}
