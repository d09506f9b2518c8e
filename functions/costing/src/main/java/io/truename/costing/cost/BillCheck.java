// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.cost;

import io.truename.costing.cost.CostRow.BilledUsage;
import io.truename.costing.price.Price;
import io.truename.costing.price.PriceTable;
import io.truename.costing.price.Usage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Check of a bill: usage times price for each SKU, credits apart, and the rest under its own name. The rows are of one account and one
 * month, as tiers count.
 *
 * @param lines the largest difference first
 * @param taxes taxes, adjustments and roundings, which no price explains
 */
public record BillCheck(List<Line> lines, BigDecimal credits, BigDecimal taxes, String currency) {
    /** A larger share of the net bill that nothing explains is worth a look. */
    public static final BigDecimal FLAG = new BigDecimal("0.10");

    public BillCheck {
        lines = List.copyOf(lines);
    }

    /**
     * A SKU.
     *
     * @param billed before credits
     * @param expected usage times price; 0 where the reason is another
     * @param reason why it could not be computed; empty if it could
     */
    public record Line(String sku, String name, BigDecimal billed, BigDecimal expected, String reason) {
        public BigDecimal unexplained() {
            return billed.subtract(expected);
        }
    }

    /** The check, with prices that hold on the day. */
    public static BillCheck of(Collection<CostRow> rows, PriceTable prices, LocalDate day) {
        Map<String, List<CostRow>> bySku = new TreeMap<>();
        BigDecimal taxes = BigDecimal.ZERO;
        for (CostRow row : rows) {
            if (row.type() == CostRow.Type.USAGE) {
                bySku.computeIfAbsent(row.sku(), sku -> new ArrayList<>()).add(row);
            } else {
                taxes = taxes.add(row.cost());
            }
        }
        List<Line> lines = new ArrayList<>();
        bySku.forEach((sku, ofSku) -> lines.add(line(sku, ofSku, prices, day)));
        lines.sort(Comparator.comparing((Line line) -> line.unexplained().abs())
                .reversed()
                .thenComparing(Line::sku));
        CostBreakdown all = CostBreakdown.byService(rows);
        return new BillCheck(lines, all.credits(), taxes, all.currency());
    }

    private static Line line(String sku, List<CostRow> rows, PriceTable prices, LocalDate day) {
        BigDecimal billed = rows.stream().map(CostRow::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
        String name = rows.get(0).skuName();
        List<String> units = rows.stream()
                .map(row -> row.usage().map(BilledUsage::unit).orElse(""))
                .distinct()
                .sorted()
                .toList();
        if (units.size() > 1 || units.get(0).isEmpty()) {
            return new Line(sku, name, billed, BigDecimal.ZERO, "rows without usage, or in several units: " + units);
        }
        BigDecimal amount =
                rows.stream().map(row -> row.usage().orElseThrow().amount()).reduce(BigDecimal.ZERO, BigDecimal::add);
        Optional<Price> found = prices.find(sku, day);
        if (found.isEmpty()) {
            return new Line(sku, name, billed, BigDecimal.ZERO, "no price of this SKU in the table");
        }
        Price price = found.get();
        if (amount.signum() < 0) {
            return new Line(sku, name, billed, BigDecimal.ZERO, "corrections exceed the usage");
        }
        if (!price.currency().equals(rows.get(0).currency())) {
            return new Line(sku, name, billed, BigDecimal.ZERO, "the price is in " + price.currency());
        }
        try {
            return new Line(sku, name, billed, price.cost(new Usage(amount, units.get(0))), "");
        } catch (IllegalArgumentException otherUnit) {
            return new Line(sku, name, billed, BigDecimal.ZERO, String.valueOf(otherUnit.getMessage()));
        }
    }

    public BigDecimal billed() {
        return lines.stream().map(Line::billed).reduce(taxes, BigDecimal::add);
    }

    public BigDecimal expected() {
        return lines.stream().map(Line::expected).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Net bill: billed and credits. */
    public BigDecimal net() {
        return billed().add(credits);
    }

    /** Part of the net bill that neither prices, credits nor taxes explain; negative if the bill is lower than its prices. */
    public BigDecimal unexplained() {
        return net().subtract(expected()).subtract(credits).subtract(taxes);
    }

    /** Of the lines' differences the sum without signs: one too much and one too little do not hide each other. */
    public BigDecimal misfit() {
        return lines.stream().map(line -> line.unexplained().abs()).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Whether more than a tenth of the net bill does not fit. */
    public boolean flagged() {
        return net().signum() <= 0
                ? misfit().signum() > 0
                : misfit().divide(net(), MathContext.DECIMAL64).compareTo(FLAG) > 0;
    }
}
