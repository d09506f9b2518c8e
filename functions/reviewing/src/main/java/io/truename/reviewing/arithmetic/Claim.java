// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.arithmetic;

import io.truename.costing.price.Price;
import io.truename.costing.price.Usage;
import io.truename.reviewing.reliability.Objective;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Claim of a report: numbers that somebody wrote beside each other. {@link #check} computes one from the others and tells if it is not what was
 * written. A number is as exact as it is written: 1,960 is right for 1,959.7, and 1,960.0 is not.
 */
public sealed interface Claim {
    /** Mismatch of the numbers; empty if they fit. */
    Optional<Finding> check();

    /**
     * A mismatch.
     *
     * @param claimed as written
     * @param computed from the other numbers
     * @param formula with the numbers
     * @param sentence for people
     */
    record Finding(String claimed, String computed, String formula, String sentence) {}

    /** An objective, and the downtime that it allows in a window. */
    record Allowance(Objective objective, Duration window, BigDecimal seconds) implements Claim {
        @Override
        public Optional<Finding> check() {
            BigDecimal right = objective.allowed().multiply(BigDecimal.valueOf(window.toSeconds()));
            if (same(seconds, right)) {
                return Optional.empty();
            }
            String percent = percent(objective.goal());
            return Optional.of(new Finding(
                    plain(seconds) + " s",
                    plain(right) + " s",
                    "(1 - " + plain(objective.goal()) + ") * " + window.toSeconds() + " s",
                    percent + " allows " + plain(right) + " seconds in " + inWords(window) + ", not " + plain(seconds)
                            + "."));
        }
    }

    /** A measured ratio, its objective, and whether it is called met. */
    record Attainment(BigDecimal measured, Objective objective, boolean met) implements Claim {
        @Override
        public Optional<Finding> check() {
            boolean right = measured.compareTo(objective.goal()) >= 0;
            if (right == met) {
                return Optional.empty();
            }
            BigDecimal burn = BigDecimal.ONE.subtract(measured).divide(objective.allowed(), MathContext.DECIMAL64);
            return Optional.of(new Finding(
                    met ? "met" : "missed",
                    right ? "met" : "missed",
                    plain(measured) + (right ? " >= " : " < ") + plain(objective.goal()),
                    percent(measured) + (right ? " meets " : " misses ") + percent(objective.goal())
                            + ": errors used " + plain(burn.setScale(1, RoundingMode.HALF_UP))
                            + " times the error budget."));
        }
    }

    /** An amount, its deductions, and the rest. */
    record Remainder(BigDecimal before, List<BigDecimal> savings, BigDecimal after) implements Claim {
        public Remainder {
            savings = List.copyOf(savings);
        }

        @Override
        public Optional<Finding> check() {
            BigDecimal sum = savings.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal right = before.subtract(sum);
            if (same(after, right)) {
                return Optional.empty();
            }
            return Optional.of(new Finding(
                    plain(after),
                    plain(right),
                    plain(before) + " - ("
                            + String.join(
                                    " + ", savings.stream().map(Claim::plain).toList()) + ")",
                    "Savings of " + plain(sum) + " from " + plain(before) + " leave " + plain(right) + ", not "
                            + plain(after) + ": " + plain(right.subtract(after).abs())
                            + (right.compareTo(after) > 0 ? " of savings are missing." : " of savings are left out.")));
        }
    }

    /** Parts and their total. */
    record Sum(List<BigDecimal> parts, BigDecimal total) implements Claim {
        public Sum {
            parts = List.copyOf(parts);
        }

        @Override
        public Optional<Finding> check() {
            BigDecimal right = parts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            if (same(total, right)) {
                return Optional.empty();
            }
            return Optional.of(new Finding(
                    plain(total),
                    plain(right),
                    String.join(" + ", parts.stream().map(Claim::plain).toList()),
                    "The parts add up to " + plain(right) + ", not " + plain(total) + "."));
        }
    }

    /**
     * Requests, their price, and the bill of a month for the service.
     *
     * @param days of the month
     * @param billed cost of the month for all of the service
     */
    record RequestBill(BigDecimal requestsPerDay, int days, Price price, BigDecimal billed) implements Claim {
        @Override
        public Optional<Finding> check() {
            BigDecimal requests = requestsPerDay.multiply(BigDecimal.valueOf(days));
            BigDecimal fees = price.cost(new Usage(requests, price.unit()));
            // The service costs more than its requests, never less.
            if (fees.compareTo(billed) <= 0 || same(billed, fees)) {
                return Optional.empty();
            }
            BigDecimal shown = fees.setScale(2, RoundingMode.HALF_UP);
            return Optional.of(new Finding(
                    plain(billed) + " " + price.currency(),
                    "at least " + plain(shown) + " " + price.currency(),
                    "tiers of " + price.key() + " over " + plain(requestsPerDay) + " * " + days,
                    plain(requestsPerDay) + " requests a day cost at least "
                            + plain(shown) + " " + price.currency() + " in " + days
                            + " days at the price of " + price.from() + ", before any instance: a bill of "
                            + plain(billed) + " does not fit."));
        }
    }

    /** A ratio of a part to a whole. */
    record Ratio(String name, BigDecimal value) implements Claim {
        @Override
        public Optional<Finding> check() {
            boolean possible = value.signum() >= 0 && value.compareTo(BigDecimal.ONE) <= 0;
            return possible
                    ? Optional.empty()
                    : Optional.of(new Finding(
                            percent(value),
                            "0 % to 100 %",
                            "0 <= part / whole <= 1",
                            name + " of " + percent(value)
                                    + " is no ratio: part and whole were counted at different times, or differently."));
        }
    }

    /**
     * A part by a whole, and the quotient that is shown beside them.
     *
     * @param whole not 0
     */
    record Quotient(String name, BigDecimal part, BigDecimal whole, BigDecimal value) implements Claim {
        private static final BigDecimal NOISE = new BigDecimal("1e-13");

        public Quotient {
            if (whole.signum() == 0) {
                throw new IllegalArgumentException("whole: not 0; without one there is no quotient");
            }
        }

        @Override
        public Optional<Finding> check() {
            BigDecimal right = part.divide(whole, MathContext.DECIMAL64);
            // A quotient in binary can be on the other side of the middle between two numbers as they are written.
            BigDecimal hair = right.multiply(NOISE);
            if (same(value, right) || same(value, right.add(hair)) || same(value, right.subtract(hair))) {
                return Optional.empty();
            }
            BigDecimal shown = right.setScale(Math.max(0, value.scale()), RoundingMode.HALF_UP);
            return Optional.of(new Finding(
                    plain(value),
                    plain(shown),
                    shown(part) + " / " + shown(whole),
                    name + " is " + plain(shown) + " by its parts, not " + plain(value) + "."));
        }
    }

    /**
     * Numbers that can only rise, such as percentiles.
     *
     * @param names of the numbers, as many
     */
    record Order(List<String> names, List<BigDecimal> values) implements Claim {
        public Order {
            names = List.copyOf(names);
            values = List.copyOf(values);
            if (names.size() != values.size()) {
                throw new IllegalArgumentException("names: as many as values");
            }
        }

        @Override
        public Optional<Finding> check() {
            for (int at = 1; at < values.size(); at++) {
                BigDecimal before = values.get(at - 1);
                if (values.get(at).compareTo(before) < 0) {
                    return Optional.of(new Finding(
                            plain(values.get(at)),
                            "at least " + plain(before),
                            names.get(at - 1) + " <= " + names.get(at),
                            names.get(at) + " of " + plain(values.get(at)) + " is below " + names.get(at - 1) + " of "
                                    + plain(before) + "."));
                }
            }
            return Optional.empty();
        }
    }

    /** A claim about numbers that stand somewhere: its finding names the place. */
    record Named(String place, Claim claim) implements Claim {
        @Override
        public Optional<Finding> check() {
            return claim.check()
                    .map(finding -> new Finding(
                            finding.claimed(),
                            finding.computed(),
                            finding.formula(),
                            place + ": " + finding.sentence()));
        }
    }

    /** Whether the computed number, rounded as exactly as the other is written, is the other. */
    private static boolean same(BigDecimal written, BigDecimal computed) {
        return computed.setScale(Math.max(0, written.scale()), RoundingMode.HALF_UP)
                        .compareTo(written)
                == 0;
    }

    private static String plain(BigDecimal number) {
        return String.format(
                Locale.ROOT, "%,." + Math.max(0, number.stripTrailingZeros().scale()) + "f", number);
    }

    /** Of a binary fraction, which can have fifty digits. */
    private static String shown(BigDecimal number) {
        return plain(number.round(new MathContext(12)));
    }

    private static String percent(BigDecimal ratio) {
        return plain(ratio.movePointRight(2)) + " %";
    }

    private static String inWords(Duration window) {
        return window.equals(Duration.ofDays(7)) ? "a week" : window.toDays() + " days";
    }
}
