// SPDX-License-Identifier: Apache-2.0
package io.truename.local.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.OptionalInt;

/** Integer fields in the JSON of commands. As in JSON Schema, the value decides, so 1.0 is an integer. */
public final class WholeNumber {
    private WholeNumber() {}

    /** Reads an integer from 0 to {@code most}; empty if the value is anything else. */
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
