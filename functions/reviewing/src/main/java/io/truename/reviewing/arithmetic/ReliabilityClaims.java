// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.arithmetic;

import io.truename.reporting.Derivation;
import io.truename.reporting.Report;
import io.truename.reporting.Section.Column;
import io.truename.reporting.Section.Figure;
import io.truename.reporting.Section.Figures;
import io.truename.reporting.Section.Table;
import io.truename.reviewing.arithmetic.Claim.Attainment;
import io.truename.reviewing.arithmetic.Claim.Named;
import io.truename.reviewing.arithmetic.Claim.Order;
import io.truename.reviewing.arithmetic.Claim.Quotient;
import io.truename.reviewing.arithmetic.Claim.Sum;
import io.truename.reviewing.reliability.Objective;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Claims of a production report beside those of {@link ReportClaims}: regions, statuses and cache add up; the objective is judged by the
 * ratio; the error budget is the sum of its spent and its remaining part; percentiles rise.
 */
public final class ReliabilityClaims {
    private static final BigDecimal SIXTY = BigDecimal.valueOf(60);

    /** Places of a minute that are compared. */
    private static final int PLACES = 6;

    private final Report report;
    private final List<Claim> claims = new ArrayList<>();

    private ReliabilityClaims(Report report) {
        this.report = report;
    }

    /**
     * All claims of a production report.
     *
     * @param function whose availability it is about, as the errors name it
     */
    public static List<Claim> of(Report report, String function) {
        ReliabilityClaims reliability = new ReliabilityClaims(report);
        reliability.claims.addAll(ReportClaims.of(report));
        reliability
                .derivation("reliability", "availability")
                .ifPresent(derivation -> reliability.availability(derivation, function));
        reliability.figures("cache").ifPresent(reliability::cache);
        reliability.latency();
        return List.copyOf(reliability.claims);
    }

    private void availability(Derivation derivation, String function) {
        Optional<BigDecimal> good = ReportClaims.input(derivation, "good requests");
        Optional<BigDecimal> total =
                ReportClaims.input(derivation, "requests").filter(requests -> requests.signum() > 0);
        if (good.isEmpty() || total.isEmpty()) {
            return;
        }
        BigDecimal bad = total.get().subtract(good.get());
        derivation("reliability", "errorBudgetLeft").ifPresent(budget -> budget(budget, good.get(), bad, total.get()));
        table("regions").ifPresent(regions -> regions(regions, bad, total.get()));
        table("errors").ifPresent(errors -> {
            Predicate<List<String>> ofIt =
                    row -> row.get(0).equals(function) && row.get(1).startsWith("5");
            claim("Answers other than success", new Sum(column(errors, "count", ofIt), bad));
        });
    }

    private void budget(Derivation budget, BigDecimal good, BigDecimal bad, BigDecimal total) {
        Optional<BigDecimal> goal = ReportClaims.input(budget, "objective");
        Optional<BigDecimal> window = ReportClaims.input(budget, "window");
        if (goal.isEmpty() || window.isEmpty()) {
            return;
        }
        Objective objective = new Objective(ReportClaims.rounded(goal.get()));
        figure("reliability", "availability")
                .ifPresent(figure -> claim(
                        "Reliability",
                        new Attainment(
                                good.divide(total, MathContext.DECIMAL64),
                                objective,
                                figure.meaning().startsWith("Meets"))));
        BigDecimal minutes = window.get().divide(SIXTY, MathContext.DECIMAL64);
        BigDecimal spent = bad.multiply(minutes).divide(total, MathContext.DECIMAL64);
        value("reliability", "errorBudgetLeft")
                .ifPresent(left -> claim(
                        "Error budget",
                        new Sum(
                                List.of(ofMinutes(left), ofMinutes(spent)),
                                objective.allowed().multiply(minutes).setScale(PLACES, RoundingMode.HALF_UP))));
        value("reliability", "burnRate")
                .ifPresent(rate -> claim(
                        "Reliability",
                        new Quotient(
                                "Burn rate",
                                bad.divide(total, MathContext.DECIMAL64),
                                objective.allowed(),
                                ReportClaims.rounded(rate))));
    }

    /** A part of a sum, exactly enough for it. */
    private static BigDecimal ofMinutes(BigDecimal part) {
        return part.setScale(PLACES + 3, RoundingMode.HALF_UP);
    }

    private void regions(Table regions, BigDecimal bad, BigDecimal total) {
        claim("Regions, requests", new Sum(column(regions, "requests", row -> true), total));
        claim("Regions, failed", new Sum(column(regions, "failed", row -> true), bad));
    }

    private void cache(Figures figures) {
        List<BigDecimal> answers = new ArrayList<>();
        Optional<BigDecimal> all = Optional.empty();
        for (Figure figure : figures.figures()) {
            for (Derivation.Input input :
                    figure.derivation().map(Derivation::inputs).orElse(List.of())) {
                Optional<BigDecimal> number = ReportClaims.number(input.value());
                if (input.name().equals("all answers")) {
                    all = number;
                } else {
                    number.ifPresent(answers::add);
                }
            }
        }
        all.ifPresent(total -> claim("Cache, answers", new Sum(answers, total)));
    }

    private void latency() {
        List<String> names = new ArrayList<>();
        List<BigDecimal> values = new ArrayList<>();
        for (String name : List.of("p50", "p95", "p99")) {
            value("latency", "latencyP" + name.substring(1)).ifPresent(value -> {
                names.add(name);
                values.add(ReportClaims.rounded(value));
            });
        }
        if (names.size() > 1) {
            claim("Latency", new Order(names, values));
        }
    }

    private void claim(String place, Claim claim) {
        claims.add(new Named(place, claim));
    }

    private Optional<Figure> figure(String section, String key) {
        return figures(section)
                .flatMap(figures -> figures.figures().stream()
                        .filter(figure -> figure.key().equals(key))
                        .findFirst());
    }

    private Optional<Figures> figures(String section) {
        return report.find(section).filter(Figures.class::isInstance).map(Figures.class::cast);
    }

    private Optional<Derivation> derivation(String section, String key) {
        return figure(section, key).flatMap(Figure::derivation);
    }

    private Optional<BigDecimal> value(String section, String key) {
        return figure(section, key).flatMap(figure -> ReportClaims.number(figure.value()));
    }

    private Optional<Table> table(String key) {
        return report.find(key).filter(Table.class::isInstance).map(Table.class::cast);
    }

    private static List<BigDecimal> column(Table table, String key, Predicate<List<String>> which) {
        int column = table.columns().stream().map(Column::key).toList().indexOf(key);
        return table.rows().stream()
                .filter(row ->
                        which.test(row.stream().map(value -> value.forPeople()).toList()))
                .flatMap(row -> ReportClaims.number(row.get(column)).stream())
                .toList();
    }
}
