// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

/** Text of a filter and the place where it is read. */
final class FilterText {
    private final String text;
    private int position;

    FilterText(String text) {
        this.text = text;
    }

    /** Skips space and returns the place. */
    int position() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return position;
    }

    void moveTo(int place) {
        position = place;
    }

    void stepBack() {
        position--;
    }

    boolean atEnd() {
        return position() == text.length();
    }

    boolean atQuote() {
        return !atEnd() && text.charAt(position) == '"';
    }

    /** Whether a comparison, a negation or a parenthesis begins here. */
    boolean atTerm() {
        return !atEnd() && !text.startsWith(")", position) && !nextWord().equals("OR");
    }

    boolean accept(String symbol) {
        boolean here = text.startsWith(symbol, position());
        position += here ? symbol.length() : 0;
        return here;
    }

    boolean acceptWord(String word) {
        boolean here = nextWord().equals(word);
        position += here ? word.length() : 0;
        return here;
    }

    void expect(String symbol) {
        if (!accept(symbol)) {
            throw wrong("expected " + symbol, "Add it.");
        }
    }

    /** Reads letters, digits and _; the empty text if there are none. */
    String word() {
        String word = nextWord();
        position += word.length();
        return word;
    }

    private String nextWord() {
        int end = position();
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        return text.substring(position, end);
    }

    /** Reads a number, a boolean, a function's name or a text without quotes. */
    String bareValue() {
        int start = position();
        while (position < text.length()
                && (Character.isLetterOrDigit(text.charAt(position)) || "_./-".indexOf(text.charAt(position)) >= 0)) {
            position++;
        }
        return text.substring(start, position);
    }

    String quoted() {
        if (!atQuote()) {
            throw wrong("expected a text in double quotes", "Put the value in double quotes.");
        }
        int start = position++;
        StringBuilder value = new StringBuilder();
        while (position < text.length() && text.charAt(position) != '"') {
            char next = text.charAt(position++);
            if (next == '\\' && position < text.length()) {
                next = text.charAt(position++);
                value.append(
                        switch (next) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            case 'r' -> '\r';
                            default -> next;
                        });
            } else {
                value.append(next);
            }
        }
        if (position == text.length()) {
            position = start;
            throw wrong("the text that begins here has no closing quote", "Close it.");
        }
        position++;
        return value.toString();
    }

    FilterException wrong(String problem, String remedy) {
        return new FilterException(text, position(), problem, remedy);
    }
}
