// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

/** Text without characters that change how others are read: controls, overrides of direction, halves of surrogate pairs. */
final class PlainText {
    private PlainText() {}

    /** Line breaks and tabs stay. */
    static String of(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            // U+0000 as in JSON, where it has no place.
            if (Character.getType(point) == Character.SURROGATE || point == 0) {
                out.append('\uFFFD');
            } else if (point == '\n' || point == '\t' || !(Character.isISOControl(point) || turns(point))) {
                out.appendCodePoint(point);
            }
        });
        return out.toString();
    }

    /** In one line. */
    static String line(String text) {
        return of(text).replaceAll("\\s+", " ").strip();
    }

    /** With an ellipsis in place of the rest; never between the halves of a character. */
    static String shortened(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
    }

    /** Embeddings, overrides and isolates of direction: a name with one would turn the numbers after it around. */
    private static boolean turns(int point) {
        return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    }
}
