// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

import com.google.logging.v2.LogEntry;
import com.google.protobuf.Message;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Extractor of a log-based metric: {@code EXTRACT(field)} or {@code REGEXP_EXTRACT(field, "regex")} with one group. Of an array
 * it takes the first value. Immutable.
 */
public final class Extractor {
    private final Field field;
    private final @Nullable Pattern pattern;

    private Extractor(Field field, @Nullable Pattern pattern) {
        this.field = field;
        this.pattern = pattern;
    }

    /**
     * Reads an extractor.
     *
     * @throws FilterException if it cannot be read
     */
    public static Extractor parse(String text) {
        Parser parser = new Parser(Lexer.split(text));
        Token name = parser.next();
        boolean regexp = name.isWord("REGEXP_EXTRACT");
        if (!regexp && !name.isWord("EXTRACT")) {
            throw new FilterException(
                    name.start(),
                    "\"" + name.text() + "\" is no extractor",
                    "Write EXTRACT(field) or REGEXP_EXTRACT(field, \"regex\").");
        }
        parser.expect(Token.Kind.OPEN, "(");
        Field field = parser.path();
        Pattern pattern = null;
        if (regexp) {
            parser.expect(Token.Kind.COMMA, ",");
            pattern = pattern(parser.literal());
        }
        parser.expect(Token.Kind.CLOSE, ")");
        if (!parser.peek().is(Token.Kind.END)) {
            throw parser.unexpected("expected the end");
        }
        return new Extractor(field, pattern);
    }

    private static Pattern pattern(Literal literal) {
        try {
            Pattern pattern = Pattern.compile(literal.text());
            if (pattern.groupCount() == 1) {
                return pattern;
            }
        } catch (PatternSyntaxException unreadable) {
            throw new FilterException(
                    literal.position(),
                    "the regular expression cannot be read (" + unreadable.getDescription() + ")",
                    "Use the syntax of RE2.");
        }
        throw new FilterException(
                literal.position(),
                "the regular expression does not have exactly one group",
                "Put one part in ( ) and write (?: ) for the others.");
    }

    /** Extracts a text; empty if the field is missing or the expression does not match. */
    public Optional<String> text(LogEntry entry) {
        if (!field.exists(entry)) {
            return Optional.empty();
        }
        List<Object> values = field.values(entry);
        if (values.isEmpty() || values.get(0) == Field.JsonNull.NULL || values.get(0) instanceof Message) {
            return Optional.empty();
        }
        String text = text(values.get(0));
        if (pattern == null) {
            return Optional.of(text);
        }
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.ofNullable(matcher.group(1)) : Optional.empty();
    }

    /** A duration is a number of seconds. */
    private static String text(Object value) {
        return value instanceof Duration span ? Double.toString(span.toNanos() / 1e9) : EntryTexts.text(value);
    }

    /** Extracts a number; empty if there is no text or it is no number. */
    public Optional<Double> number(LogEntry entry) {
        return text(entry).flatMap(text -> Conversions.number(new Literal(text.strip(), true, 0)));
    }
}
