// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

import java.util.ArrayList;
import java.util.List;

/** Lexer of the query language. Spaces and comments, from {@code --} to the end of the line, only separate tokens. */
final class Lexer {
    private static final String SYMBOLS = "()\"',:=<>!~";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    /** Splits a filter; the last token is the only one of kind END. */
    static List<Token> split(String text) {
        return new Lexer(text).split();
    }

    private List<Token> split() {
        skip();
        while (at < text.length()) {
            tokens.add(next());
            skip();
        }
        tokens.add(new Token(Token.Kind.END, "", text.length(), text.length()));
        return List.copyOf(tokens);
    }

    private void skip() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("--", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else {
                return;
            }
        }
    }

    private Token next() {
        char first = text.charAt(at);
        return switch (first) {
            case '(' -> symbol(Token.Kind.OPEN, 1);
            case ')' -> symbol(Token.Kind.CLOSE, 1);
            case ',' -> symbol(Token.Kind.COMMA, 1);
            case '-' -> symbol(Token.Kind.MINUS, 1);
            case '"', '\'' -> string(first);
            case ':', '=', '<', '>', '!', '~' -> operator();
            default -> word();
        };
    }

    private Token symbol(Token.Kind kind, int length) {
        Token token = new Token(kind, text.substring(at, at + length), at, at + length);
        at += length;
        return token;
    }

    private Token operator() {
        for (Operator operator : Operator.values()) {
            if (text.startsWith(operator.symbol(), at)) {
                return symbol(Token.Kind.OPERATOR, operator.symbol().length());
            }
        }
        throw new FilterException(
                at,
                "\"" + text.charAt(at) + "\" is no operator",
                "Use one of = != > < >= <= : =~ !~, or write the text in double quotes.");
    }

    private Token word() {
        int start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && SYMBOLS.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return new Token(Token.Kind.WORD, text.substring(start, at), start, at);
    }

    private Token string(char quote) {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                escape(value);
            } else {
                value.append(text.charAt(at++));
            }
        }
        if (at >= text.length()) {
            throw new FilterException(
                    start, "the text that starts here has no closing quote", "Add a " + quote + " at its end.");
        }
        at++;
        return new Token(Token.Kind.STRING, value.toString(), start, at);
    }

    /** Reads an escape. One that is none of these keeps its backslash, so that "\d+" is a regular expression. */
    private void escape(StringBuilder value) {
        char kind = text.charAt(at + 1);
        switch (kind) {
            case '"', '\'', '\\' -> value.append(kind);
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case 'x' -> {
                hex(value, 2);
                return;
            }
            case 'u' -> {
                hex(value, 4);
                return;
            }
            default -> value.append('\\').append(kind);
        }
        at += 2;
    }

    private void hex(StringBuilder value, int digits) {
        int code = 0;
        for (int digit = at + 2; digit < at + 2 + digits; digit++) {
            int read = digit < text.length() ? Character.digit(text.charAt(digit), 16) : -1;
            if (read < 0) {
                throw new FilterException(
                        at, "the escape needs " + digits + " hexadecimal digits", "Write \\\\ for a backslash.");
            }
            code = code * 16 + read;
        }
        value.append((char) code);
        at += 2 + digits;
    }
}
