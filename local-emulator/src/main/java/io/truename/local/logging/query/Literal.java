// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

/** Value beside an operator, as written. */
record Literal(String text, boolean quoted, int position) {
    boolean isStar() {
        return !quoted && text.equals("*");
    }

    boolean isNull() {
        return !quoted && text.equals("NULL_VALUE");
    }

    /** Error: this value does not fit the type. */
    FilterException mismatch(FieldType type, String remedy) {
        return new FilterException(position, "\"" + text + "\" is not " + type.words(), remedy);
    }
}
