// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.cost;

import io.truename.reporting.Absence;
import io.truename.reporting.Provenance;
import io.truename.reporting.Section.Figure;
import io.truename.reporting.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Cost of a request: full, with everything that was paid; marginal, the cost of one more request. Idle instances are apart, since
 * they are in the full cost and caused by no request.
 *
 * @param requests served in the same time
 */
public record RequestCost(BigDecimal perRequest, BigDecimal idle, BigDecimal fixed, long requests, String currency) {
    public RequestCost {
        if (requests < 0) {
            throw new IllegalArgumentException("requests: not negative");
        }
    }

    /** With the classes of Google's SKUs by their names. */
    public static RequestCost of(Collection<CostRow> rows, long requests) {
        return of(rows, requests, CostClass::of);
    }

    public static RequestCost of(Collection<CostRow> rows, long requests, Function<CostRow, CostClass> classes) {
        Map<CostClass, BigDecimal> sums = new EnumMap<>(CostClass.class);
        rows.forEach(row -> sums.merge(classes.apply(row), row.net(), BigDecimal::add));
        return new RequestCost(
                sums.getOrDefault(CostClass.PER_REQUEST, BigDecimal.ZERO),
                sums.getOrDefault(CostClass.IDLE, BigDecimal.ZERO),
                sums.getOrDefault(CostClass.FIXED, BigDecimal.ZERO),
                requests,
                CostBreakdown.byService(rows).currency());
    }

    public BigDecimal total() {
        return perRequest.add(idle).add(fixed);
    }

    /** Total by requests; empty without requests. */
    public Optional<BigDecimal> full() {
        return each(total());
    }

    /** Costs that follow requests, by requests; empty without requests. */
    public Optional<BigDecimal> marginal() {
        return each(perRequest);
    }

    private Optional<BigDecimal> each(BigDecimal cost) {
        return requests == 0
                ? Optional.empty()
                : Optional.of(cost.divide(BigDecimal.valueOf(requests), MathContext.DECIMAL64));
    }

    /** As numbers of a report. */
    public List<Figure> figures(Provenance provenance) {
        Value all = Value.money(total(), currency);
        Value variable = Value.money(perRequest, currency);
        Value count = Value.count(requests);
        return List.of(
                new Figure(
                        "costPerRequest",
                        "Cost per request, full",
                        money(full()),
                        "Everything that was paid, idle instances and databases with it.",
                        provenance.measured(
                                "net cost / requests",
                                Provenance.input("net cost", all),
                                Provenance.input("requests", count))),
                new Figure(
                        "marginalCostPerRequest",
                        "Cost per request, marginal",
                        money(marginal()),
                        "What follows requests: one more would cost about as much.",
                        provenance.measured(
                                "net cost that follows requests / requests",
                                Provenance.input("net cost that follows requests", variable),
                                Provenance.input("requests", count))),
                new Figure(
                        "idleCost",
                        "Cost of idle instances",
                        Value.money(idle, currency),
                        "Paid for instances that waited.",
                        provenance.measured("sum of net costs of idle and minimum instances")));
    }

    private Value money(Optional<BigDecimal> amount) {
        return amount.<Value>map(each -> Value.money(each, currency)).orElse(Value.absent(Absence.NO_TRAFFIC));
    }
}
