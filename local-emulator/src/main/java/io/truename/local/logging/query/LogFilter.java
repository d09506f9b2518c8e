// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

import com.google.logging.v2.LogEntry;

/**
 * Filter in the Logging query language, ready to use. Immutable.
 *
 * @see <a href="https://cloud.google.com/logging/docs/view/logging-query-language">Logging query language</a>
 */
public final class LogFilter {
    /** Longest filter of the API, in characters. */
    public static final int MOST_CHARACTERS = 20_000;

    private final String text;
    private final Expression expression;

    private LogFilter(String text, Expression expression) {
        this.text = text;
        this.expression = expression;
    }

    /**
     * Reads a filter; a blank one accepts every entry.
     *
     * @throws FilterException if it cannot be read, or uses a part of the language that the local cloud lacks
     */
    public static LogFilter parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new FilterException(
                    MOST_CHARACTERS,
                    "the filter has " + text.length() + " characters",
                    "Shorten it to " + MOST_CHARACTERS + ".");
        }
        return new LogFilter(text, new Parser(Lexer.split(text)).parse());
    }

    public boolean matches(LogEntry entry) {
        return expression.matches(entry);
    }

    public String text() {
        return text;
    }

    Expression expression() {
        return expression;
    }
}
