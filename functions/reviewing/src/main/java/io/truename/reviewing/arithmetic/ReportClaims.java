// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.arithmetic;

import io.truename.reporting.Derivation;
import io.truename.reporting.Report;
import io.truename.reporting.Section;
import io.truename.reporting.Section.Column;
import io.truename.reporting.Section.Figure;
import io.truename.reporting.Section.Figures;
import io.truename.reporting.Section.Table;
import io.truename.reporting.Value;
import io.truename.reviewing.arithmetic.Claim.Named;
import io.truename.reviewing.arithmetic.Claim.Quotient;
import io.truename.reviewing.arithmetic.Claim.Ratio;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Claims of a report that any report may have: a figure whose formula is a quotient of two of its inputs, a ratio, and the change of a number
 * from one before. What is missing is in no claim.
 */
public final class ReportClaims {
    /** Digits that are compared: a quotient of binary numbers is not exact in the last ones. */
    private static final MathContext DIGITS = new MathContext(12);

    private ReportClaims() {}

    /** The claims of all figures and tables, in their order. */
    public static List<Claim> of(Report report) {
        List<Claim> claims = new ArrayList<>();
        for (Section section : report.sections()) {
            if (section instanceof Figures figures) {
                figures.figures().forEach(figure -> claims.addAll(of(figures, figure)));
            } else if (section instanceof Table table) {
                claims.addAll(changes(table));
            }
        }
        return claims;
    }

    private static List<Claim> of(Figures section, Figure figure) {
        List<Claim> claims = new ArrayList<>();
        Optional<BigDecimal> shown = number(figure.value());
        shown.filter(value -> figure.value() instanceof Value.Quantity quantity && quantity.unit() == Value.Unit.RATIO)
                .ifPresent(value -> claims.add(new Named(section.title(), new Ratio(figure.label(), rounded(value)))));
        figure.derivation()
                .flatMap(derivation -> shown.flatMap(value -> quotient(figure.label(), derivation, value)))
                .ifPresent(claim -> claims.add(new Named(section.title(), claim)));
        return claims;
    }

    /** Of a formula that is one input by another, with their names. */
    private static Optional<Claim> quotient(String name, Derivation derivation, BigDecimal value) {
        String[] names = derivation.formula().split(" / ", -1);
        if (names.length != 2) {
            return Optional.empty();
        }
        Optional<BigDecimal> part = input(derivation, names[0]);
        Optional<BigDecimal> whole = input(derivation, names[1]).filter(number -> number.signum() != 0);
        return part.flatMap(of -> whole.map(by -> new Quotient(name, of, by, rounded(value))));
    }

    /** The number of an input of a figure. */
    static Optional<BigDecimal> input(Derivation derivation, String name) {
        return derivation.inputs().stream()
                .filter(input -> input.name().equals(name))
                .flatMap(input -> number(input.value()).stream())
                .findFirst();
    }

    /** Changes of a table with the columns {@code now}, {@code before} and {@code change}. */
    private static List<Claim> changes(Table table) {
        List<String> keys = table.columns().stream().map(Column::key).toList();
        if (!keys.containsAll(List.of("now", "before", "change"))) {
            return List.of();
        }
        return table.rows().stream()
                .flatMap(row -> change(table.title(), row, keys).stream())
                .toList();
    }

    private static Optional<Claim> change(String title, List<Value> row, List<String> keys) {
        Optional<BigDecimal> now = number(row.get(keys.indexOf("now")));
        Optional<BigDecimal> before = number(row.get(keys.indexOf("before"))).filter(number -> number.signum() != 0);
        Optional<BigDecimal> change = number(row.get(keys.indexOf("change")));
        return Stream.of(now, before, change).allMatch(Optional::isPresent)
                ? Optional.of(new Named(
                        title,
                        new Quotient(
                                "Change of " + row.get(0).forPeople(),
                                now.orElseThrow().subtract(before.orElseThrow()),
                                before.orElseThrow().abs(),
                                rounded(change.orElseThrow()))))
                : Optional.empty();
    }

    /**
     * The number of a value, exactly as the computer has it, so that the difference of two that are close is exact; empty for a word.
     */
    static Optional<BigDecimal> number(Value value) {
        if (value instanceof Value.Money money) {
            return Optional.of(money.amount());
        }
        return value instanceof Value.Quantity quantity
                ? Optional.of(new BigDecimal(quantity.amount()))
                : Optional.empty();
    }

    /** As it is compared with another, and shown. */
    static BigDecimal rounded(BigDecimal value) {
        return value.round(DIGITS);
    }
}
