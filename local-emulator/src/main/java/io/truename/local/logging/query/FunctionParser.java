// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Parser of the functions: {@code log_id}, {@code sample}, {@code ip_in_net} and {@code SEARCH}. */
final class FunctionParser {
    private final Parser parser;

    FunctionParser(Parser parser) {
        this.parser = parser;
    }

    Expression parse() {
        Token name = parser.next();
        parser.expect(Token.Kind.OPEN, "(");
        Expression call = switch (name.text().toLowerCase(Locale.ROOT)) {
            case "log_id" -> new Expression.LogId(parser.literal().text());
            case "sample" -> sample();
            case "ip_in_net" -> inNet();
            case "search" -> search();
            case "source", "cast", "regexp_extract" ->
                throw new FilterException(
                        name.start(),
                        name.text() + "() is not part of the local cloud",
                        "Compare a field with = or =~ instead.");
            default ->
                throw new FilterException(
                        name.start(),
                        name.text() + "() is no function",
                        "Use log_id(), sample(), ip_in_net() or SEARCH(), or leave a space before (.");
        };
        parser.expect(Token.Kind.CLOSE, ")");
        return call;
    }

    private Expression sample() {
        Field field = parser.path();
        parser.expect(Token.Kind.COMMA, ",");
        Literal literal = parser.literal();
        double fraction = Conversions.number(literal)
                .filter(share -> share >= 0 && share <= 1)
                .orElseThrow(() -> new FilterException(
                        literal.position(), "\"" + literal.text() + "\" is no share", "Write a number from 0 to 1."));
        return new Expression.Sample(field, fraction);
    }

    private Expression inNet() {
        Field field = parser.path();
        parser.expect(Token.Kind.COMMA, ",");
        Literal literal = parser.literal();
        IpNet net = IpNet.parse(literal.text())
                .orElseThrow(() -> new FilterException(
                        literal.position(),
                        "\"" + literal.text() + "\" is no network",
                        "Write an address and a length, such as \"10.0.0.0/8\"."));
        return new Expression.InNet(field, net);
    }

    private Expression search() {
        if (parser.peek().is(Token.Kind.STRING)) {
            Literal only = parser.literal();
            if (parser.peek().is(Token.Kind.CLOSE)) {
                return new Expression.Search(Optional.empty(), words(only));
            }
            throw parser.unexpected("expected )");
        }
        Field field = parser.path();
        parser.expect(Token.Kind.COMMA, ",");
        return new Expression.Search(Optional.of(field), words(parser.literal()));
    }

    private static Set<String> words(Literal literal) {
        if (literal.text().indexOf('`') >= 0 || literal.text().indexOf('"') >= 0) {
            throw new FilterException(
                    literal.position(),
                    "phrases in SEARCH() are not part of the local cloud",
                    "Write field:\"the phrase\" instead.");
        }
        Set<String> words = WordSearch.words(literal.text());
        if (words.isEmpty()) {
            throw new FilterException(literal.position(), "there is no word to search for", "Write at least one.");
        }
        return words;
    }
}
