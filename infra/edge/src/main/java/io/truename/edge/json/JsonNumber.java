// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.json;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Exact reader of JSON numbers, without floating point. As in JSON Schema, a number is whole by its value, so {@code 1.0},
 * {@code 1e0} and {@code 1} are the same.
 */
public final class JsonNumber {
    private static final int LONGEST = 64;
    private static final Pattern GRAMMAR = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private JsonNumber() {}

    /** The value of the number that the parser stands on. */
    public static BigDecimal read(JsonParser json) throws IOException {
        return of(json.getText());
    }

    /** Whether the value has no fraction. */
    public static boolean isWhole(BigDecimal number) {
        return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    }

    /** Whether {@code least <= number <= most}. */
    public static boolean isWithin(BigDecimal number, BigDecimal least, BigDecimal most) {
        return number.compareTo(least) >= 0 && number.compareTo(most) <= 0;
    }

    /** Parses the text as a whole number within inclusive bounds, as for a query parameter; empty if it is anything else. */
    public static Optional<Long> parseWhole(String text, long least, long most) {
        if (text.length() > LONGEST || !GRAMMAR.matcher(text).matches()) {
            return Optional.empty();
        }
        return Optional.of(of(text))
                .filter(JsonNumber::isWhole)
                .filter(number -> isWithin(number, BigDecimal.valueOf(least), BigDecimal.valueOf(most)))
                .map(BigDecimal::longValueExact);
    }

    private static BigDecimal of(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException exponentTooLong) {
            return beyondEveryExponent(text);
        }
    }

    /** Zero is zero with any exponent; of the others, sign and order of magnitude are all that a bound asks for. */
    private static BigDecimal beyondEveryExponent(String text) {
        int exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
        int sign = new BigDecimal(text.substring(0, exponent)).signum();
        boolean tiny = text.charAt(exponent + 1) == '-';
        return new BigDecimal(BigInteger.valueOf(sign), sign == 0 ? 0 : tiny ? Integer.MAX_VALUE : -Integer.MAX_VALUE);
    }
}
