// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.util.BitSet;
import java.util.Optional;

/** Set of printable ASCII characters. */
final class CharacterSet {
    static final CharacterSet PRINTABLE = new CharacterSet("!-~");
    static final CharacterSet WORD = new CharacterSet("A-Za-z0-9._-");
    static final CharacterSet DIGIT = new CharacterSet("0-9");
    static final CharacterSet DIGIT_BUT_ZERO = new CharacterSet("1-9");
    static final CharacterSet LOWER_HEX = new CharacterSet("0-9a-f");

    private final String text;
    private final BitSet characters = new BitSet(128);

    private CharacterSet(String text) {
        this.text = text;
        for (int at = 0; at < text.length(); at++) {
            char first = text.charAt(at);
            boolean range = at + 2 < text.length() && text.charAt(at + 1) == '-';
            char last = range ? text.charAt(at + 2) : first;
            if (!CharacterClass.isPrintable(first) || !CharacterClass.isPrintable(last) || last < first) {
                throw new IllegalArgumentException("not a set of characters");
            }
            characters.set(first, last + 1);
            at += range ? 2 : 0;
        }
    }

    /** Reads characters and ranges, such as {@code A-Za-z0-9_-}; empty if the text is none. */
    static Optional<CharacterSet> parse(String text) {
        try {
            return text.isEmpty() || text.length() > 200 ? Optional.empty() : Optional.of(new CharacterSet(text));
        } catch (IllegalArgumentException notASet) {
            return Optional.empty();
        }
    }

    static CharacterSet of(char character) {
        CharacterSet one = new CharacterSet("!");
        one.characters.clear();
        one.characters.set(character);
        return one;
    }

    boolean has(char character) {
        return characters.get(character);
    }

    /** A character that both sets have; empty if there is none. */
    Optional<Character> common(CharacterSet other) {
        BitSet both = (BitSet) characters.clone();
        both.and(other.characters);
        // Letters make the clearest examples.
        int letter = both.nextSetBit('a');
        int first = letter >= 0 ? letter : both.nextSetBit(0);
        return first < 0 ? Optional.empty() : Optional.of((char) first);
    }

    boolean isWithin(CharacterSet other) {
        BitSet outside = (BitSet) characters.clone();
        outside.andNot(other.characters);
        return outside.isEmpty();
    }

    @Override
    public String toString() {
        return text;
    }
}
