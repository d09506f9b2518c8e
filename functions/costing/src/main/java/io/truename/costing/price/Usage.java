// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.price;

import java.math.BigDecimal;

/**
 * Amount of something that is billed.
 *
 * @param unit in UCUM as Google writes it, such as {@code GiBy.mo}, {@code s} or {@code 1}
 */
public record Usage(BigDecimal amount, String unit) {
    public Usage {
        if (amount.signum() < 0 || unit.isBlank()) {
            throw new IllegalArgumentException("amount, unit: not negative, and a unit is needed");
        }
    }

    public static Usage of(String amount, String unit) {
        return new Usage(new BigDecimal(amount), unit);
    }

    Usage minus(Usage part) {
        if (!unit.equals(part.unit)) {
            throw new IllegalArgumentException(
                    "unit: " + part.unit + " cannot be taken from " + unit + "; convert one of them");
        }
        return new Usage(amount.subtract(part.amount), unit);
    }
}
