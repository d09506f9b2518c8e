// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.util.ArrayList;
import java.util.List;

/**
 * Recursive-descent parser of Pub/Sub's filter language:
 *
 * <pre>
 * filter    = term { AND term } | term { OR term }        (AND and OR meet only across parentheses)
 * term      = [ NOT | - ] ( "(" filter ")" | condition )
 * condition = attributes:key | attributes.key ( = | != ) "value" | hasPrefix(attributes.key, "value")
 * key       = letters, digits, - and _ | "any text"
 * </pre>
 */
final class FilterParser {
    private final String text;
    private int position;

    FilterParser(String text) {
        this.text = text;
    }

    Filter parse() {
        Filter filter = filter();
        skipSpace();
        if (position < text.length()) {
            throw wrong("expected AND, OR or the end");
        }
        return filter;
    }

    private Filter filter() {
        List<Filter> terms = new ArrayList<>(List.of(term()));
        String joint = "";
        while (true) {
            String word = peekWord();
            if (!word.equals("AND") && !word.equals("OR")) {
                break;
            }
            if (!joint.isEmpty() && !joint.equals(word)) {
                throw wrong("AND and OR may be combined only with parentheses");
            }
            joint = word;
            position += word.length();
            terms.add(term());
        }
        if (terms.size() == 1) {
            return terms.get(0);
        }
        return joint.equals("AND") ? new Filter.All(List.copyOf(terms)) : new Filter.Any(List.copyOf(terms));
    }

    private Filter term() {
        if (peekWord().equals("NOT")) {
            position += "NOT".length();
            return new Filter.Not(term());
        }
        if (accept("-")) {
            return new Filter.Not(term());
        }
        if (accept("(")) {
            Filter inner = filter();
            expect(")");
            return inner;
        }
        return condition();
    }

    private Filter condition() {
        String word = peekWord();
        if (word.equals("hasPrefix")) {
            position += word.length();
            expect("(");
            expectAttributes();
            expect(".");
            String key = key();
            expect(",");
            String prefix = literal();
            expect(")");
            return new Filter.HasPrefix(key, prefix);
        }
        expectAttributes();
        if (accept(":")) {
            return new Filter.HasKey(key());
        }
        expect(".");
        String key = key();
        if (accept("!=")) {
            return new Filter.Not(new Filter.HasValue(key, literal()));
        }
        expect("=");
        return new Filter.HasValue(key, literal());
    }

    private void expectAttributes() {
        String word = peekWord();
        if (!word.equals("attributes")) {
            throw wrong("expected attributes or hasPrefix; a filter sees nothing but attributes");
        }
        position += word.length();
    }

    private String key() {
        skipSpace();
        if (position < text.length() && text.charAt(position) == '"') {
            return literal();
        }
        int start = position;
        while (position < text.length() && isKeyCharacter(text.charAt(position))) {
            position++;
        }
        if (position == start) {
            throw wrong("expected an attribute's key");
        }
        return text.substring(start, position);
    }

    private String literal() {
        skipSpace();
        if (position >= text.length() || text.charAt(position) != '"') {
            throw wrong("expected text in double quotes");
        }
        int start = position++;
        StringBuilder literal = new StringBuilder();
        while (position < text.length() && text.charAt(position) != '"') {
            literal.append(text.charAt(position) == '\\' ? escaped() : text.charAt(position));
            position++;
        }
        if (position >= text.length()) {
            position = start;
            throw wrong("the text that starts here has no closing quote");
        }
        position++;
        return literal.toString();
    }

    /** Reads an escape sequence and stays on its last character. */
    private char escaped() {
        position++;
        char kind = position < text.length() ? text.charAt(position) : ' ';
        return switch (kind) {
            case '"', '\\', '\'' -> kind;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'x' -> number(1, 2, 16);
            case 'u' -> number(1, 4, 16);
            case '0', '1', '2', '3' -> number(0, 3, 8);
            default -> throw wrong("unknown escape; write \\\" \\\\ \\n \\t \\r \\xHH \\uHHHH or three octal digits");
        };
    }

    private char number(int skip, int digits, int radix) {
        int start = position + skip;
        if (start + digits <= text.length()) {
            try {
                char value = (char) Integer.parseInt(text, start, start + digits, radix);
                position = start + digits - 1;
                return value;
            } catch (NumberFormatException notDigits) {
                throw wrong("expected " + digits + " digits after the escape");
            }
        }
        throw wrong("expected " + digits + " digits after the escape");
    }

    private String peekWord() {
        skipSpace();
        int end = position;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return text.substring(position, end);
    }

    private boolean accept(String symbol) {
        skipSpace();
        boolean here = text.startsWith(symbol, position);
        position += here ? symbol.length() : 0;
        return here;
    }

    private void expect(String symbol) {
        if (!accept(symbol)) {
            throw wrong("expected " + symbol);
        }
    }

    private void skipSpace() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private static boolean isKeyCharacter(char character) {
        return Character.isLetterOrDigit(character) || character == '_' || character == '-';
    }

    private PubSubException wrong(String problem) {
        return PubSubException.invalid(
                "The filter cannot be read at character " + (position + 1) + ": " + problem + ". It reads: " + text);
    }
}
