// SPDX-License-Identifier: Apache-2.0
package io.truename.local.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.OptionalInt;

/** Whole numbers in the JSON of commands: whole by their value, as in JSON Schema, so 1.0 is one. */
public final class WholeNumber {
    private WholeNumber() {}

    /** The number from 0 to {@code most}; empty if the value is anything else. */
    public static OptionalInt read(JsonNode value, int most) {
        if (!value.isNumber()) {
            return OptionalInt.empty();
        }
        BigDecimal number = value.decimalValue();
        boolean whole = number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
        boolean within = number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(most)) <= 0;
        return whole && within ? OptionalInt.of(number.intValueExact()) : OptionalInt.empty();
    }
}
