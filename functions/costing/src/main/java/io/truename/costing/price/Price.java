// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.price;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/**
 * Price of one thing, in tiers. Tiers are walked exactly, in decimal numbers and without rounding.
 *
 * @param key name in a table, or the id of a SKU
 * @param unit that tiers count in
 * @param baseUnit unit of measured usage
 * @param baseUnits base units in one unit; 1 where both are the same
 * @param tiers the first from 0 on, starts ascending
 * @param from first day on which it holds
 * @param source for people: a list, or the API
 */
public record Price(
        String key,
        String unit,
        String baseUnit,
        BigDecimal baseUnits,
        List<Tier> tiers,
        Aggregation aggregation,
        String currency,
        LocalDate from,
        String source) {
    private static final int LONGEST = 200;
    private static final int MOST_TIERS = 100;

    public Price {
        tiers = List.copyOf(tiers);
        if (Stream.of(key, unit, baseUnit, source).anyMatch(text -> text.length() > LONGEST || text.indexOf('\0') >= 0)
                || tiers.size() > MOST_TIERS) {
            throw new IllegalArgumentException("key, unit, baseUnit, source, tiers: of a price at most " + LONGEST
                    + " characters without the character 0, and " + MOST_TIERS + " tiers");
        }
        if (key.isBlank() || unit.isBlank() || baseUnit.isBlank() || baseUnits.signum() <= 0) {
            throw new IllegalArgumentException(
                    "key, unit, baseUnit, baseUnits: of a price are needed, base units positive");
        }
        if (!currency.matches("[A-Z]{3}")) {
            throw new IllegalArgumentException(
                    "currency: of price " + key + " must have three capital letters, such as USD");
        }
        if (tiers.isEmpty() || tiers.get(0).start().signum() != 0) {
            throw new IllegalArgumentException("tiers: of price " + key + " must start at 0");
        }
        for (int at = 1; at < tiers.size(); at++) {
            if (tiers.get(at - 1).start().compareTo(tiers.get(at).start()) >= 0) {
                throw new IllegalArgumentException("tiers: of price " + key + " must start higher and higher");
            }
        }
    }

    /** One price for every unit, over an account's month. */
    public static Price flat(String key, String unit, String each, LocalDate from, String source) {
        return tiered(key, unit, List.of(Tier.of("0", each)), from, source);
    }

    /** Tiers in USD, over an account's month. */
    public static Price tiered(String key, String unit, List<Tier> tiers, LocalDate from, String source) {
        return new Price(key, unit, unit, BigDecimal.ONE, tiers, Aggregation.ACCOUNT_MONTH, "USD", from, source);
    }

    /**
     * Cost of the usage of one aggregation: the whole account's for one month, if that is how the price counts. Usage in another unit is
     * refused, never guessed.
     */
    public BigDecimal cost(Usage whole) {
        BigDecimal amount = amount(whole);
        BigDecimal cost = BigDecimal.ZERO;
        for (int at = 0; at < tiers.size(); at++) {
            Tier tier = tiers.get(at);
            BigDecimal end =
                    at + 1 < tiers.size() ? amount.min(tiers.get(at + 1).start()) : amount;
            BigDecimal within = end.subtract(tier.start());
            if (within.signum() > 0) {
                cost = cost.add(within.multiply(tier.each()));
            }
        }
        return cost;
    }

    /** Cost of several aggregations, such as the days of a month where tiers begin anew each day. */
    public BigDecimal cost(List<Usage> wholes) {
        return wholes.stream().map(this::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Amount that the bill would be lower by without the part: the last tiers come off first, the free tier last. */
    public BigDecimal marginal(Usage whole, Usage part) {
        return cost(whole).subtract(cost(whole.minus(part)));
    }

    /** The part's share of the whole cost: every unit alike, whichever came first. 0 of nothing. */
    public BigDecimal average(Usage whole, Usage part) {
        BigDecimal all = amount(whole);
        BigDecimal of = amount(part);
        if (of.compareTo(all) > 0) {
            throw new IllegalArgumentException("part: of price " + key + " is more than the whole");
        }
        return all.signum() == 0 ? BigDecimal.ZERO : cost(whole).multiply(of).divide(all, MathContext.DECIMAL128);
    }

    private BigDecimal amount(Usage usage) {
        if (usage.unit().equals(unit)) {
            return usage.amount();
        }
        if (usage.unit().equals(baseUnit)) {
            // Not rounded below what a bill shows: Google's factors are whole, such as 3600 or 2^30 times the seconds
            // of a month.
            return usage.amount().divide(baseUnits, MathContext.DECIMAL128);
        }
        throw new IllegalArgumentException("unit: usage is in " + usage.unit() + ", and price " + key + " in " + unit
                + " or " + baseUnit + "; convert the usage");
    }
}
