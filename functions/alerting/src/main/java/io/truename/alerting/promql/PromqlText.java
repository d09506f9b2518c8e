// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text of a query and the place where it is read. */
final class PromqlText {
    private static final Pattern SPACE = Pattern.compile("(?:\\s|#[^\\n]*)*+");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern NUMBER =
            Pattern.compile("(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?![a-zA-Z0-9_.:])");
    private static final Pattern DURATION = Pattern.compile(
            "(?=[0-9])(?:([0-9]{1,9})y)?(?:([0-9]{1,9})w)?(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m(?!s))?"
                    + "(?:([0-9]{1,9})s)?(?:([0-9]{1,15})ms)?(?![a-zA-Z0-9_.])");
    private static final long[] UNITS = {31_536_000_000L, 604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1};

    private final String text;
    private int position;

    PromqlText(String text) {
        this.text = text;
    }

    int position() {
        position += length(SPACE);
        return position;
    }

    void moveTo(int place) {
        position = place;
    }

    boolean atEnd() {
        return position() == text.length();
    }

    boolean at(String symbol) {
        return text.startsWith(symbol, position());
    }

    boolean accept(String symbol) {
        boolean here = at(symbol);
        position += here ? symbol.length() : 0;
        return here;
    }

    void expect(String symbol) {
        if (!accept(symbol)) {
            throw wrong("expected " + symbol, "Add it.");
        }
    }

    /** Returns the name or keyword that begins here without reading it; the empty text if there is none. */
    String peekWord() {
        position();
        return text.substring(position, position + length(WORD));
    }

    /** Reads a keyword, in small or capital letters. */
    boolean acceptWord(String word) {
        boolean here = peekWord().equalsIgnoreCase(word);
        position += here ? word.length() : 0;
        return here;
    }

    String word() {
        String word = peekWord();
        position += word.length();
        return word;
    }

    /** Reads a number; the empty text if there is none. */
    String number() {
        position();
        int start = position;
        position += length(NUMBER);
        return text.substring(start, position);
    }

    /** Reads a duration in milliseconds. */
    long duration() {
        position();
        Matcher found = DURATION.matcher(text).region(position, text.length());
        found.useTransparentBounds(true);
        if (!found.lookingAt() || found.end() == position) {
            throw wrong("expected a duration", "Write it as 5m or 1h30m.");
        }
        long sum = 0;
        for (int i = 0; i < UNITS.length; i++) {
            sum += found.group(i + 1) == null ? 0 : Long.parseLong(found.group(i + 1)) * UNITS[i];
        }
        if (sum > 100 * UNITS[0]) {
            throw wrong("the duration is longer than a hundred years", "Write a shorter one.");
        }
        position = found.end();
        return sum;
    }

    String quoted() {
        int start = position();
        char quote = atEnd() ? ' ' : text.charAt(position);
        if (quote != '"' && quote != '\'' && quote != '`') {
            throw wrong("expected a text in quotes", "Put the value in double quotes.");
        }
        StringBuilder value = new StringBuilder();
        for (position++; position < text.length() && text.charAt(position) != quote; position++) {
            char next = text.charAt(position);
            if (next == '\\' && quote != '`') {
                position++;
                next = escaped();
            }
            value.append(next);
        }
        if (position >= text.length()) {
            position = start;
            throw wrong("the text that begins here has no closing quote", "Close it.");
        }
        position++;
        return value.toString();
    }

    private char escaped() {
        char next = position < text.length() ? text.charAt(position) : ' ';
        return switch (next) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '\\', '"', '\'' -> next;
            default -> throw wrong("this escape is not supported", "Write \\\\ for a backslash.");
        };
    }

    /** A label as a query names it: in quotes unless it is one of letters, digits and _. */
    static String label(String label) {
        return label.matches("[a-zA-Z_][a-zA-Z0-9_]*") ? label : quote(label);
    }

    static String labels(List<String> labels) {
        return labels.stream().map(PromqlText::label).collect(Collectors.joining(", ", "(", ")"));
    }

    static String quote(String value) {
        return '"'
                + value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t")
                        .replace("\r", "\\r")
                + '"';
    }

    private int length(Pattern pattern) {
        Matcher found = pattern.matcher(text).region(position, text.length());
        found.useTransparentBounds(true);
        return found.lookingAt() ? found.end() - position : 0;
    }

    PromqlException wrong(String problem, String remedy) {
        return new PromqlException(text, Math.min(position, text.length()), problem, remedy);
    }
}
