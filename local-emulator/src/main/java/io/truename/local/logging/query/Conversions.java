// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Conversions of written values. */
final class Conversions {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final Pattern SPAN = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)(ns|us|ms|s|m|h)");

    private Conversions() {}

    static Optional<Double> number(Literal literal) {
        return NUMBER.matcher(literal.text()).matches()
                ? Optional.of(Double.parseDouble(literal.text()))
                : Optional.empty();
    }

    static Optional<Boolean> flag(Literal literal) {
        return switch (literal.text().toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** Reads RFC 3339; without a zone, or as a date alone, in UTC. */
    static Optional<Instant> time(Literal literal) {
        String text = literal.text();
        try {
            if (text.length() <= "2026-01-01".length()) {
                return Optional.of(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
            }
            boolean zoned =
                    text.toUpperCase(Locale.ROOT).endsWith("Z") || text.lastIndexOf('+') > 0 || dashes(text) > 2;
            return Optional.of(
                    zoned
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static long dashes(String text) {
        return text.chars().filter(character -> character == '-').count();
    }

    /** Reads one or more numbers with a unit, such as 1.5s or 1h15m. */
    static Optional<Duration> span(Literal literal) {
        Matcher parts = SPAN.matcher(literal.text());
        BigDecimal nanos = BigDecimal.ZERO;
        int at = 0;
        while (at < literal.text().length() && parts.find(at) && parts.start() == at) {
            nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(nanos(parts.group(2)))));
            at = parts.end();
        }
        boolean readable = at > 0 && at == literal.text().length() && nanos.precision() - nanos.scale() <= 18;
        return readable ? Optional.of(Duration.ofNanos(nanos.longValue())) : Optional.empty();
    }

    private static long nanos(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
    }

    static String example(FieldType type) {
        return switch (type) {
            case NUMBER -> "Write a number such as 500 or 1.5.";
            case FLAG -> "Write true or false.";
            case TIME -> "Write an RFC 3339 time in quotes, such as \"2026-11-27T20:00:00Z\".";
            case SPAN -> "Write a number with ns, us, ms, s, m or h, such as \"1.5s\".";
            case TEXT, SEVERITY, DYNAMIC, GROUP -> "Write a value of that type.";
        };
    }
}
