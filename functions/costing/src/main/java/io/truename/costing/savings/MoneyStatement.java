// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * Statement of money by kind. Kinds are never added to each other, nor realised lines to potential ones: there is no method that would.
 *
 * @param currency ISO 4217 code, of every line
 * @param unpriced a sentence for each avoided work that no line has, because no price of it fits
 */
public record MoneyStatement(String currency, List<Line> lines, List<String> unpriced) {
    public MoneyStatement {
        lines = List.copyOf(lines);
        unpriced = List.copyOf(unpriced);
    }

    /** A statement in which all avoided work has its price. */
    public MoneyStatement(String currency, List<Line> lines) {
        this(currency, lines, List.of());
    }

    /** Kinds of money. */
    public enum Kind {
        /** The bill falls. */
        CASH,
        /** The bill would have risen. */
        AVOIDED,
        /** Capacity is free, and the bill does not change. */
        FREED
    }

    /** Whether it happened. */
    public enum Realisation {
        REALISED,
        POTENTIAL
    }

    /**
     * A line.
     *
     * @param perMonth of freed capacity its worth at list price
     * @param condition until when, or after what; may be empty
     * @param priceDate day of the price that it is computed with
     */
    public record Line(
            String name,
            Kind kind,
            Realisation realisation,
            BigDecimal perMonth,
            String condition,
            LocalDate priceDate) {
        public Line {
            if (perMonth.signum() < 0) {
                throw new IllegalArgumentException("perMonth: of " + name + " is negative; a cost is no saving");
            }
            if (kind == Kind.CASH && realisation == Realisation.POTENTIAL && condition.isBlank()) {
                throw new IllegalArgumentException(
                        "condition: of " + name + " is missing; say what must be done before the bill falls");
            }
        }
    }

    /** Sum of the lines of one kind that are realised, or of those that are not. */
    public BigDecimal sum(Kind kind, Realisation realisation) {
        return lines.stream()
                .filter(line -> line.kind() == kind && line.realisation() == realisation)
                .map(Line::perMonth)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
