// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.cost;

import io.truename.reporting.Section;
import io.truename.reporting.Section.Column;
import io.truename.reporting.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Sections of a cost report. */
public final class CostSections {
    private CostSections() {}

    /**
     * A breakdown with its total.
     *
     * @param key of the section, such as {@code byService}
     */
    public static Section breakdown(String key, String title, CostBreakdown breakdown) {
        List<List<Value>> rows = new ArrayList<>();
        for (CostBreakdown.Line line : breakdown.lines()) {
            rows.add(row(line.name(), line.gross(), line.credits(), line.net(), breakdown));
        }
        rows.add(row("Total", breakdown.gross(), breakdown.credits(), breakdown.net(), breakdown));
        return new Section.Table(
                key,
                title,
                "Each row of the billing export is in one line; its credits are counted once.",
                List.of(
                        new Column("name", "Name"),
                        new Column("gross", "Cost"),
                        new Column("credits", "Credits"),
                        new Column("net", "Net", "cost + credits"),
                        new Column("share", "Share", "net of the line / net of all")),
                rows);
    }

    private static List<Value> row(
            String name, BigDecimal gross, BigDecimal credits, BigDecimal net, CostBreakdown of) {
        return List.of(
                Value.of(name),
                Value.money(gross, of.currency()),
                Value.money(credits, of.currency()),
                Value.money(net, of.currency()),
                of.net().signum() > 0
                        ? Value.share(
                                net.divide(of.net(), MathContext.DECIMAL64).doubleValue())
                        : Value.none());
    }

    /** The bill against its prices, with the unexplained as a line. */
    public static List<Section> billCheck(BillCheck check) {
        List<List<Value>> sums = List.of(
                sum("Usage at its prices", check.expected(), check),
                sum("Credits", check.credits(), check),
                sum("Taxes, adjustments, roundings", check.taxes(), check),
                sum("Unexplained", check.unexplained(), check),
                sum("Net bill", check.net(), check));
        List<List<Value>> lines = check.lines().stream()
                .map(line -> List.of(
                        Value.of(line.name().isEmpty() ? line.sku() : line.name()),
                        Value.money(line.billed(), check.currency()),
                        Value.money(line.expected(), check.currency()),
                        Value.money(line.unexplained(), check.currency()),
                        Value.of(line.reason())))
                .toList();
        return List.of(
                new Section.Table(
                        "billCheck",
                        "Bill against prices",
                        check.flagged()
                                ? "More than a tenth of the bill does not fit its prices; the lines below say where."
                                : "The bill fits its prices, but for the unexplained.",
                        List.of(new Column("part", "Part"), new Column("amount", "Amount")),
                        sums),
                new Section.Table(
                        "billCheckLines",
                        "By SKU",
                        "Largest difference first.",
                        List.of(
                                new Column("sku", "SKU"),
                                new Column("billed", "Billed"),
                                new Column("expected", "Expected", "usage * price, tier by tier"),
                                new Column("unexplained", "Unexplained", "billed - expected"),
                                new Column("reason", "Reason")),
                        lines));
    }

    private static List<Value> sum(String name, BigDecimal amount, BillCheck check) {
        return List.of(Value.of(name), Value.money(amount, check.currency()));
    }
}
