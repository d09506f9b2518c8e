// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

/** Characters that PostgreSQL can store as text. */
final class Characters {
    private Characters() {}

    /** Whether there is neither a zero character nor half of a surrogate pair: neither can be sent to PostgreSQL. */
    static boolean storable(String text) {
        return text.indexOf(0) < 0
                && text.codePoints()
                        .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
