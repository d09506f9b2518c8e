// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import io.truename.costing.price.Price;
import io.truename.costing.price.PriceTable;
import io.truename.costing.price.Usage;
import io.truename.costing.savings.AvoidedWork.Step;
import io.truename.costing.savings.AvoidedWork.Unit;
import io.truename.costing.savings.MoneyStatement.Kind;
import io.truename.costing.savings.MoneyStatement.Line;
import io.truename.costing.savings.MoneyStatement.Realisation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Money of avoided work: a line for each amount that the price table has a price of, and a sentence for each that it has none of. What nobody
 * told has neither. A price in another unit or currency is never converted by a guess.
 */
final class AvoidedMoney {
    /** Work with a price: the key in the table, and the unit that the table counts in. */
    private record Priced(Step step, Unit unit, String key, String priceUnit, BigDecimal units, String name) {}

    private static final List<Priced> ALL = List.of(
            new Priced(
                    Step.UPLOAD,
                    Unit.BYTES,
                    SavingsMoney.UPLOADS,
                    "GiB",
                    SavingsMoney.GIBIBYTE,
                    "Uploads that were skipped"),
            new Priced(Step.PARSE, Unit.PAGES, SavingsMoney.PAGES, "page", BigDecimal.ONE, "Parsing that was skipped"),
            new Priced(
                    Step.EMBED,
                    Unit.TOKENS,
                    SavingsMoney.TOKENS,
                    "token",
                    BigDecimal.ONE,
                    "Embeddings that were skipped"));

    private final List<Line> lines = new ArrayList<>();
    private final List<String> unpriced = new ArrayList<>();

    private AvoidedMoney() {}

    /** Lines and sentences of work, at the prices of a day in the statement's currency. */
    static AvoidedMoney of(RecordedWork work, PriceTable prices, LocalDate day, String currency) {
        AvoidedMoney money = new AvoidedMoney();
        for (Priced priced : ALL) {
            work.find(priced.step())
                    .ifPresent(step -> step.counted(priced.unit())
                            .ifPresent(units -> money.add(
                                    priced, step, units, work, prices.find(priced.key(), day), day, currency)));
        }
        return money;
    }

    List<Line> lines() {
        return lines;
    }

    List<String> unpriced() {
        return unpriced;
    }

    private void add(
            Priced priced,
            AvoidedWork step,
            BigInteger units,
            RecordedWork work,
            Optional<Price> found,
            LocalDate day,
            String currency) {
        String what = String.format(Locale.ROOT, "%,d", units) + " "
                + priced.unit().word() + " that " + priced.step().word() + " avoided have no line: ";
        if (found.isEmpty()) {
            tellUnlessZero(
                    units,
                    what + "the price table has no " + priced.key() + " on " + day + "; add one in "
                            + priced.priceUnit() + ".");
            return;
        }
        Price price = found.get();
        if (!price.currency().equals(currency)) {
            tellUnlessZero(
                    units,
                    what + "the price of " + priced.key() + " is in " + price.currency() + ", and that of "
                            + SavingsMoney.DISK + " in " + currency + "; give both in one currency.");
            return;
        }
        if (!price.unit().equals(priced.priceUnit()) && !price.baseUnit().equals(priced.priceUnit())) {
            tellUnlessZero(
                    units,
                    what + "the price of " + priced.key() + " counts in " + price.unit() + "; give one in "
                            + priced.priceUnit() + ".");
            return;
        }
        BigDecimal amount = new BigDecimal(units).divide(priced.units(), MathContext.DECIMAL64);
        // Scaled first: the tiers of a price begin anew each month.
        BigDecimal cost = price.cost(new Usage(work.perMonth(amount), priced.priceUnit()));
        lines.add(new Line(
                priced.name(), Kind.AVOIDED, Realisation.REALISED, cost, step.remainder(priced.unit()), price.from()));
    }

    /** Nothing at any price is nothing, so that a price is missed only where there is work. */
    private void tellUnlessZero(BigInteger units, String sentence) {
        if (units.signum() > 0) {
            unpriced.add(sentence);
        }
    }
}
