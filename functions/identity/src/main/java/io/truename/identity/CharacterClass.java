// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

/** Kinds of characters: those that the rules require, and descriptions for refusals that do not repeat a character. */
final class CharacterClass {
    private CharacterClass() {}

    static boolean isHex(char character) {
        return isDigit(character) || (character >= 'a' && character <= 'f') || (character >= 'A' && character <= 'F');
    }

    /** Letters, digits, dot, underscore and hyphen of ASCII. */
    static boolean isWord(char character) {
        return isDigit(character) || isLetter(character) || character == '.' || character == '_' || character == '-';
    }

    static boolean isPrintable(char character) {
        return character >= '!' && character <= '~';
    }

    static String lengthOf(String text) {
        int length = text.length();
        return length == 0 ? "no characters" : length == 1 ? "1 character" : length + " characters";
    }

    static String at(String text, int index) {
        return kindOf(text.charAt(index)) + " as character " + (index + 1);
    }

    private static String kindOf(char character) {
        if (isDigit(character)) {
            return "a digit";
        }
        if (isLetter(character)) {
            return "a letter";
        }
        if (isPrintable(character)) {
            return "a punctuation mark";
        }
        if (character == ' ') {
            return "a space";
        }
        return character < 0x80 ? "a control character" : "a character outside ASCII";
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private static boolean isLetter(char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }
}
