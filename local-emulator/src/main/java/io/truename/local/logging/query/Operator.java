// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

/** Comparison operator. The order is the one in which the lexer tries them: longer symbols first. */
enum Operator {
    NOT_EQUALS("!="),
    AT_LEAST(">="),
    AT_MOST("<="),
    MATCHES("=~"),
    DOES_NOT_MATCH("!~"),
    EQUALS("="),
    GREATER(">"),
    LESS("<"),
    HAS(":");

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    String symbol() {
        return symbol;
    }

    static Operator of(Token token) {
        for (Operator operator : values()) {
            if (operator.symbol.equals(token.text())) {
                return operator;
            }
        }
        throw new IllegalArgumentException("No operator: " + token);
    }

    boolean isRegex() {
        return this == MATCHES || this == DOES_NOT_MATCH;
    }

    boolean isNegative() {
        return this == NOT_EQUALS || this == DOES_NOT_MATCH;
    }

    /** Decides from a comparator's result. */
    boolean accepts(int comparison) {
        return switch (this) {
            case EQUALS, HAS -> comparison == 0;
            case NOT_EQUALS -> comparison != 0;
            case GREATER -> comparison > 0;
            case LESS -> comparison < 0;
            case AT_LEAST -> comparison >= 0;
            case AT_MOST -> comparison <= 0;
            case MATCHES, DOES_NOT_MATCH -> throw new IllegalStateException("A regular expression orders nothing");
        };
    }
}
