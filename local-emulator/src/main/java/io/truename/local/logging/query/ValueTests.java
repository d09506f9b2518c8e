// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

import com.google.logging.type.LogSeverity;
import com.google.protobuf.Message;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tests of values. A value is converted to the type of the field beside it. Where that type is known, a value that does not
 * convert is an error of the filter; a field of a JSON payload just does not match.
 */
final class ValueTests {
    private ValueTests() {}

    static ValueTest of(Field field, Operator operator, Literal literal) {
        if (operator.isRegex()) {
            return regex(field.type(), operator, literal);
        }
        return switch (field.type()) {
            case TEXT -> text(operator, literal);
            case NUMBER -> number(operator, required(literal, FieldType.NUMBER, Conversions.number(literal)));
            case FLAG -> flag(operator, required(literal, FieldType.FLAG, Conversions.flag(literal)));
            case SEVERITY -> severity(operator, literal);
            case TIME -> {
                Instant wanted = required(literal, FieldType.TIME, Conversions.time(literal));
                yield value -> operator.accepts(((Instant) value).compareTo(wanted));
            }
            case SPAN -> {
                Duration wanted = required(literal, FieldType.SPAN, Conversions.span(literal));
                yield value -> operator.accepts(((Duration) value).compareTo(wanted));
            }
            case DYNAMIC -> dynamic(operator, literal);
            case GROUP -> group(operator, literal);
        };
    }

    private static ValueTest text(Operator operator, Literal literal) {
        String wanted = literal.text().toLowerCase(Locale.ROOT);
        if (operator == Operator.HAS) {
            return value -> EntryTexts.contains((String) value, wanted);
        }
        return value ->
                operator.accepts(((String) value).toLowerCase(Locale.ROOT).compareTo(wanted));
    }

    private static ValueTest number(Operator operator, double wanted) {
        return value -> operator.accepts(Double.compare(((Double) value) + 0.0, wanted + 0.0));
    }

    private static ValueTest flag(Operator operator, boolean wanted) {
        return value -> operator.accepts(Boolean.compare((Boolean) value, wanted));
    }

    private static ValueTest severity(Operator operator, Literal literal) {
        int wanted = Arrays.stream(LogSeverity.values())
                .filter(severity -> severity != LogSeverity.UNRECOGNIZED)
                .filter(severity -> severity.name().equalsIgnoreCase(literal.text()))
                .map(LogSeverity::getNumber)
                .findFirst()
                .or(() -> Conversions.number(literal).map(Double::intValue))
                .orElseThrow(() -> literal.mismatch(
                        FieldType.SEVERITY,
                        "Write a number or one of "
                                + Arrays.stream(LogSeverity.values())
                                        .filter(severity -> severity != LogSeverity.UNRECOGNIZED)
                                        .map(LogSeverity::name)
                                        .collect(Collectors.joining(", "))
                                + "."));
        return value -> operator.accepts(Integer.compare(((Field.Severity) value).number(), wanted));
    }

    private static ValueTest dynamic(Operator operator, Literal literal) {
        ValueTest text = text(operator, literal);
        Optional<ValueTest> number = Conversions.number(literal).map(wanted -> number(operator, wanted));
        Optional<ValueTest> flag = Conversions.flag(literal).map(wanted -> flag(operator, wanted));
        ValueTest group = operator == Operator.HAS ? group(operator, literal) : value -> false;
        return value -> {
            if (value instanceof String) {
                return text.test(value);
            } else if (value instanceof Double) {
                return number.map(test -> test.test(value)).orElse(false);
            } else if (value instanceof Boolean) {
                return flag.map(test -> test.test(value)).orElse(false);
            } else if (value == Field.JsonNull.NULL) {
                return literal.isNull() && operator.accepts(0);
            }
            return group.test(value);
        };
    }

    /** A group of fields has a text if a value in it contains it. */
    private static ValueTest group(Operator operator, Literal literal) {
        if (operator != Operator.HAS) {
            throw new FilterException(
                    literal.position(),
                    "a group of fields cannot be compared with " + operator.symbol(),
                    "Name one of its fields, or write : to look for a text in all of them.");
        }
        String wanted = literal.text().toLowerCase(Locale.ROOT);
        return value -> EntryTexts.anyOf(value, text -> EntryTexts.contains(text, wanted));
    }

    private static ValueTest regex(FieldType type, Operator operator, Literal literal) {
        if (!literal.quoted()) {
            throw new FilterException(
                    literal.position(), "a regular expression needs quotes", "Write it in double quotes.");
        }
        if (type == FieldType.TIME || type == FieldType.SPAN || type == FieldType.GROUP) {
            throw new FilterException(
                    literal.position(),
                    "a regular expression cannot be compared with " + type.words(),
                    "Use it on a field that holds text.");
        }
        Pattern pattern;
        try {
            pattern = Pattern.compile(literal.text());
        } catch (PatternSyntaxException unreadable) {
            throw new FilterException(
                    literal.position(),
                    "the regular expression cannot be read (" + unreadable.getDescription() + ")",
                    "Use the syntax of RE2, which has no look-around and no back-references.");
        }
        boolean wanted = operator == Operator.MATCHES;
        return value -> !(value instanceof Message)
                && value != Field.JsonNull.NULL
                && pattern.matcher(EntryTexts.text(value)).find() == wanted;
    }

    private static <T> T required(Literal literal, FieldType type, Optional<T> converted) {
        return converted.orElseThrow(() -> literal.mismatch(type, Conversions.example(type)));
    }
}
