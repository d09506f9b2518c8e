// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

/**
 * Token of a filter.
 *
 * @param text the token's value; of a string, without quotes and escapes
 * @param start its first character, counted from 0
 * @param end the character after its last one
 */
record Token(Kind kind, String text, int start, int end) {
    enum Kind {
        WORD,
        STRING,
        OPERATOR,
        OPEN,
        CLOSE,
        COMMA,
        MINUS,
        END
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    /** Tells whether this is an unquoted word that reads {@code wanted}, in the same case. */
    boolean isWord(String wanted) {
        return kind == Kind.WORD && text.equals(wanted);
    }

    boolean touches(Token next) {
        return end == next.start;
    }
}
