// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.budget;

import io.truename.reporting.Absence;
import io.truename.reporting.Derivation.Certainty;
import io.truename.reporting.Provenance;
import io.truename.reporting.Section.Figure;
import io.truename.reporting.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Pace of a budget: the share of the amount that is spent, beside the share of the period that had passed when Cloud Billing told so. Where
 * there is none, a word says why.
 *
 * @param absence empty for a pace
 * @param state latest of the period; empty if there is no data
 * @param spent share of the amount, not bounded by 1
 * @param elapsed share of the period at the time of the message, not of the report: costs after it are in neither
 */
public record BudgetPace(
        Optional<Absence> absence, Optional<BudgetState> state, double spent, double elapsed, BudgetPeriod period) {
    /** Cloud Billing publishes several times a day; after a day without a message the cost is not known any more. */
    public static final Duration STALE_AFTER = Duration.ofHours(24);

    /** Earlier than this, the forecast of a period says nothing. */
    private static final double EARLIEST = 1 / 31.0;

    /** The pace at a time. */
    public static BudgetPace of(BudgetLedger ledger, String budget, BudgetPeriod period, Instant now) {
        // A budget that was silent since before this period began has no cost of it.
        Optional<BudgetState> state = ledger.find(budget, now)
                .filter(found -> !found.latest().periodStart().isBefore(period.start(now)));
        if (state.isEmpty()) {
            return new BudgetPace(Optional.of(Absence.NO_DATA), state, 0, 0, period);
        }
        BudgetNotification latest = state.get().latest();
        double elapsed = period.elapsed(latest.publishedAt());
        if (latest.amount().signum() == 0) {
            return new BudgetPace(Optional.of(Absence.NO_BUDGET), state, 0, elapsed, period);
        }
        double spent =
                latest.cost().divide(latest.amount(), MathContext.DECIMAL64).doubleValue();
        boolean stale = Duration.between(latest.publishedAt(), now).compareTo(STALE_AFTER) > 0;
        return new BudgetPace(stale ? Optional.of(Absence.STALE) : Optional.empty(), state, spent, elapsed, period);
    }

    /** Spent by elapsed: above 1, the amount will not last at this pace. Empty without a pace, or too early in the period. */
    public Optional<Double> ratio() {
        return absence.isPresent() || elapsed < EARLIEST ? Optional.empty() : Optional.of(spent / elapsed);
    }

    /** Cost of the whole period at this pace. */
    public Optional<BigDecimal> foretold() {
        return ratio().flatMap(pace -> state)
                .map(found -> found.latest().cost().divide(BigDecimal.valueOf(elapsed), MathContext.DECIMAL64));
    }

    /** As numbers of a report. */
    public List<Figure> figures(Instant now) {
        Value money = state.<Value>map(found ->
                        Value.money(found.latest().cost(), found.latest().currency()))
                .orElse(Value.absent(Absence.NO_DATA));
        Value amount = state.<Value>map(found ->
                        Value.money(found.latest().amount(), found.latest().currency()))
                .orElse(Value.absent(Absence.NO_DATA));
        Instant asOf = state.map(found -> found.latest().publishedAt()).orElse(now);
        Provenance from = new Provenance(
                period.start(now),
                state.isPresent() ? asOf : now,
                "budget notifications of Cloud Billing; estimates until the invoice",
                asOf);
        return List.of(
                new Figure(
                        "spent",
                        "Spent of the budget",
                        orWord(Value.share(spent)),
                        "Share of the amount.",
                        from.measured(
                                "cost of the period / amount of the budget",
                                Provenance.input("cost of the period", money),
                                Provenance.input("amount of the budget", amount))),
                new Figure(
                        "elapsed",
                        "Elapsed of the period",
                        state.isPresent() ? Value.share(elapsed) : Value.absent(Absence.NO_DATA),
                        "Share of the billing period, in US Pacific time, when the cost was told.",
                        from.measured("time since the begin / length of the period")),
                new Figure(
                        "foretold",
                        "Cost of the period at this pace",
                        foretold()
                                .<Value>map(cost -> Value.money(
                                        cost, state.orElseThrow().latest().currency()))
                                .orElse(absence.<Value>map(Value::absent).orElse(Value.absent(Absence.NO_DATA))),
                        "Cost so far, continued evenly.",
                        from.measured(
                                        "cost of the period / elapsed share",
                                        Provenance.input("cost of the period", money),
                                        Provenance.input("elapsed share", Value.share(elapsed)))
                                .as(Certainty.ESTIMATED)));
    }

    private Value orWord(Value value) {
        return absence.<Value>map(Value::absent).orElse(value);
    }
}
