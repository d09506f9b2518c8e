// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.cost;

import io.truename.costing.cost.CostRow.Export;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Breakdown of costs: each row in exactly one line, under every grouping, so that the lines add up to the total.
 *
 * @param lines the most expensive first
 */
public record CostBreakdown(List<Line> lines, BigDecimal gross, BigDecimal credits, String currency) {
    /** Name of the line that sums up those beyond the most expensive. */
    public static final String OTHERS = "(others)";

    /** Name of the line of rows that lack the property by which the others are grouped. */
    public static final String WITHOUT = "(without)";

    public CostBreakdown {
        lines = List.copyOf(lines);
    }

    /** Costs of one name. */
    public record Line(String name, BigDecimal gross, BigDecimal credits) {
        public BigDecimal net() {
            return gross.add(credits);
        }
    }

    public static CostBreakdown byService(Collection<CostRow> rows) {
        return of(rows, CostRow::service);
    }

    /** By the value of a label, such as {@code function}. */
    public static CostBreakdown byLabel(Collection<CostRow> rows, String label) {
        return of(rows, row -> row.labels().getOrDefault(label, ""));
    }

    /**
     * By any name of a row; empty for none.
     *
     * @throws IllegalArgumentException if rows have several currencies, or an account's day is in two exports
     */
    public static CostBreakdown of(Collection<CostRow> rows, Function<CostRow, String> name) {
        requireOneOfAKind(rows);
        Map<String, Line> lines = new TreeMap<>();
        BigDecimal gross = BigDecimal.ZERO;
        BigDecimal credits = BigDecimal.ZERO;
        for (CostRow row : rows) {
            String key = name.apply(row);
            lines.merge(
                    key.isBlank() ? WITHOUT : key,
                    new Line(key.isBlank() ? WITHOUT : key, row.cost(), row.credits()),
                    (a, b) -> new Line(
                            a.name(), a.gross().add(b.gross()), a.credits().add(b.credits())));
            gross = gross.add(row.cost());
            credits = credits.add(row.credits());
        }
        List<Line> sorted = new ArrayList<>(lines.values());
        sorted.sort(Comparator.comparing(Line::net).reversed().thenComparing(Line::name));
        return new CostBreakdown(
                sorted,
                gross,
                credits,
                rows.stream().map(CostRow::currency).findFirst().orElse("USD"));
    }

    public BigDecimal net() {
        return gross.add(credits);
    }

    /** Breakdown with the most expensive lines, and one that sums up the others if there are any; the total is the same. */
    public CostBreakdown most(int number) {
        if (lines.size() <= number) {
            return this;
        }
        List<Line> kept = new ArrayList<>(lines.subList(0, number));
        kept.add(lines.subList(number, lines.size()).stream()
                .reduce(
                        new Line(OTHERS, BigDecimal.ZERO, BigDecimal.ZERO),
                        (a, b) -> new Line(
                                OTHERS, a.gross().add(b.gross()), a.credits().add(b.credits()))));
        return new CostBreakdown(kept, gross, credits, currency);
    }

    /** Rows whose usage begins in a time, until exclusive. */
    public static List<CostRow> within(Collection<CostRow> rows, Instant from, Instant until) {
        return rows.stream()
                .filter(row -> !row.from().isBefore(from) && row.from().isBefore(until))
                .toList();
    }

    /** Costs that one export has whole: of a billing account, on a day in UTC. Other days may be in another export. */
    private record AccountDay(String account, LocalDate day) {
        static AccountDay of(CostRow row) {
            return new AccountDay(row.account(), LocalDate.ofInstant(row.from(), ZoneOffset.UTC));
        }
    }

    private static void requireOneOfAKind(Collection<CostRow> rows) {
        Map<AccountDay, Export> exports = new HashMap<>();
        Set<String> currencies = new TreeSet<>();
        for (CostRow row : rows) {
            Export other = exports.putIfAbsent(AccountDay.of(row), row.export());
            if (other != null && other != row.export()) {
                throw new IllegalArgumentException("rows: of the exports " + other + " and " + row.export()
                        + " have the same costs twice; keep one of them for each billing account and day");
            }
            currencies.add(row.currency());
        }
        if (currencies.size() > 1) {
            throw new IllegalArgumentException(
                    "currency: rows have " + currencies + " and cannot be added; give one billing account at a time");
        }
    }
}
