// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Recursive-descent parser of the query language. NOT binds tighter than OR, and OR tighter than AND:
 *
 * <pre>
 * filter      = [ all ]
 * all         = any { [ AND ] any }
 * any         = unary { OR unary }
 * unary       = { NOT | - } ( "(" all ")" | restriction )
 * restriction = function | path operator value | text
 * value       = text | "(" all of values ")"
 * </pre>
 */
final class Parser {
    private static final int DEEPEST = 50;

    private final List<Token> tokens;
    private final FunctionParser functions;
    private int at;
    private int depth;

    Parser(List<Token> tokens) {
        this.tokens = tokens;
        this.functions = new FunctionParser(this);
    }

    Expression parse() {
        if (peek().is(Token.Kind.END)) {
            return new Expression.Everything();
        }
        Expression expression = all(this::restriction);
        if (!peek().is(Token.Kind.END)) {
            throw unexpected("expected AND, OR or the end");
        }
        return expression;
    }

    private Expression all(Supplier<Expression> leaf) {
        List<Expression> parts = new ArrayList<>(List.of(any(leaf)));
        while (true) {
            if (peek().isWord("AND")) {
                at++;
            } else if (!startsTerm(peek())) {
                return parts.size() == 1 ? parts.get(0) : new Expression.All(List.copyOf(parts));
            }
            parts.add(any(leaf));
        }
    }

    private Expression any(Supplier<Expression> leaf) {
        List<Expression> parts = new ArrayList<>(List.of(unary(leaf)));
        while (peek().isWord("OR")) {
            at++;
            parts.add(unary(leaf));
        }
        return parts.size() == 1 ? parts.get(0) : new Expression.Any(List.copyOf(parts));
    }

    private Expression unary(Supplier<Expression> leaf) {
        if (++depth > DEEPEST) {
            throw new FilterException(
                    peek().start(), "the filter is nested too deeply", "Use at most " + DEEPEST + " levels.");
        }
        Expression expression;
        if (peek().isWord("NOT") || peek().is(Token.Kind.MINUS)) {
            at++;
            expression = new Expression.Not(unary(leaf));
        } else if (peek().is(Token.Kind.OPEN)) {
            at++;
            expression = all(leaf);
            expect(Token.Kind.CLOSE, ")");
        } else {
            expression = leaf.get();
        }
        depth--;
        return expression;
    }

    private static boolean startsTerm(Token token) {
        return switch (token.kind()) {
            case WORD -> !token.text().equals("OR");
            case STRING, OPEN, MINUS -> true;
            case OPERATOR, CLOSE, COMMA, END -> false;
        };
    }

    private Expression restriction() {
        Token first = peek();
        if (first.isWord("AND") || first.isWord("OR") || (!first.is(Token.Kind.WORD) && !first.is(Token.Kind.STRING))) {
            throw unexpected("expected a field or a text");
        }
        if (first.is(Token.Kind.WORD) && tokens.get(at + 1).is(Token.Kind.OPEN) && first.touches(tokens.get(at + 1))) {
            return functions.parse();
        }
        int start = at;
        skipPath();
        if (peek().is(Token.Kind.OPERATOR)) {
            at = start;
            return comparison();
        }
        if (at > start + 1) {
            throw unexpected("expected an operator after the field");
        }
        if (first.isWord("*")) {
            throw new FilterException(
                    first.start(),
                    "* alone finds nothing",
                    "Leave it out, or write field:* for a field that is there.");
        }
        return new Expression.Text(first.text().toLowerCase(Locale.ROOT));
    }

    private Expression comparison() {
        Field field = path();
        Token symbol = next();
        Operator operator = Operator.of(symbol);
        if (peek().is(Token.Kind.OPEN)) {
            if (operator.isNegative()) {
                throw new FilterException(
                        symbol.start(),
                        operator.symbol() + " does not go with values in parentheses",
                        "Write NOT before the field and "
                                + operator.symbol().replace('!', '=').replace("==", "=") + " here.");
            }
            return unary(() -> compare(field, operator, literal()));
        }
        return compare(field, operator, literal());
    }

    private static Expression compare(Field field, Operator operator, Literal literal) {
        if (literal.isStar()) {
            if (operator != Operator.HAS) {
                throw new FilterException(
                        literal.position(), "* stands for any value only after :", "Write :* or quote the *.");
            }
            return new Expression.Exists(field);
        }
        return new Expression.Comparison(field, operator, ValueTests.of(field, operator, literal));
    }

    Literal literal() {
        Token first = peek();
        if (!first.is(Token.Kind.WORD) && !first.is(Token.Kind.STRING) && !first.is(Token.Kind.MINUS)) {
            throw unexpected("expected a value");
        }
        Token token = next();
        if (token.is(Token.Kind.MINUS)) {
            if (!token.touches(peek()) || !peek().is(Token.Kind.WORD)) {
                throw unexpected("expected a number after -");
            }
            return new Literal("-" + next().text(), false, token.start());
        }
        return new Literal(token.text(), token.is(Token.Kind.STRING), token.start());
    }

    /** Reads a path such as {@code labels."k8s.io/name".part}. */
    Field path() {
        List<FieldResolver.Segment> path = new ArrayList<>();
        if (!peek().is(Token.Kind.WORD) && !peek().is(Token.Kind.STRING)) {
            throw unexpected("expected a field");
        }
        int start = at;
        skipPath();
        Token end = tokens.get(at - 1);
        if (end.is(Token.Kind.WORD) && end.text().endsWith(".")) {
            throw new FilterException(end.end(), "the field ends with a dot", "Name the part after it.");
        }
        for (Token token : tokens.subList(start, at)) {
            if (token.is(Token.Kind.STRING)) {
                path.add(new FieldResolver.Segment(token.text(), token.start()));
            } else {
                addSegments(token, path);
            }
        }
        return FieldResolver.resolve(path);
    }

    private void addSegments(Token token, List<FieldResolver.Segment> path) {
        int position = token.start();
        for (String name : token.text().split("\\.", -1)) {
            if (!name.matches("[\\p{L}\\p{N}_@-]*")) {
                throw new FilterException(
                        position, "\"" + name + "\" holds a special character", "Write this part in double quotes.");
            }
            if (!name.isEmpty()) {
                path.add(new FieldResolver.Segment(name, position));
            } else if (position != token.end() && (position != token.start() || path.isEmpty())) {
                throw new FilterException(position, "the field has an empty part", "Leave out one of the two dots.");
            }
            position += name.length() + 1;
        }
    }

    /** Moves past the words and strings of a path, which touch each other and are joined by dots. */
    private void skipPath() {
        Token last = next();
        while (last.touches(peek())
                && (peek().is(Token.Kind.STRING) || peek().is(Token.Kind.WORD))
                && (last.text().endsWith(".") || peek().text().startsWith("."))) {
            last = next();
        }
    }

    Token peek() {
        return tokens.get(at);
    }

    Token next() {
        Token token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    void expect(Token.Kind kind, String symbol) {
        if (!peek().is(kind)) {
            throw unexpected("expected " + symbol);
        }
        at++;
    }

    FilterException unexpected(String problem) {
        Token token = peek();
        String found = token.is(Token.Kind.END) ? "the filter ends" : "found \"" + token.text() + "\"";
        return new FilterException(
                token.start(), problem + " and " + found, "Write text with spaces or symbols in double quotes.");
    }
}
