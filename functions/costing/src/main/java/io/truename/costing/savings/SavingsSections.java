// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import io.truename.costing.savings.MoneyStatement.Kind;
import io.truename.costing.savings.MoneyStatement.Realisation;
import io.truename.costing.savings.StorageStatement.Row;
import io.truename.reporting.Absence;
import io.truename.reporting.Derivation;
import io.truename.reporting.Derivation.Certainty;
import io.truename.reporting.Derivation.Interval;
import io.truename.reporting.Provenance;
import io.truename.reporting.Section;
import io.truename.reporting.Section.Column;
import io.truename.reporting.Section.Figure;
import io.truename.reporting.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sections of a savings report. */
public final class SavingsSections {
    private SavingsSections() {}

    /** The report's main sentence. */
    public static String lead(StorageStatement statement) {
        Row same = statement.row(StorageStatement.Kind.SAME_OWNER);
        long documents = statement.rows().stream().mapToLong(Row::documents).sum();
        if (same.documents() == 0) {
            return "None of " + Value.count(documents).forPeople() + " documents ("
                    + Value.bytes(statement.logical()).forPeople()
                    + ") is a duplicate of the same owner: ids from content have nothing left to save.";
        }
        return "Of " + Value.bytes(statement.logical()).forPeople() + " in "
                + Value.count(documents).forPeople()
                + " documents, " + Value.bytes(same.logical()).forPeople()
                + " are duplicates of the same owner, which ids from content make one; the bill falls by "
                + Value.bytes(statement.billedNow()).forPeople() + " now and by up to "
                + Value.bytes(statement.billedPossible()).forPeople() + " under the conditions below.";
    }

    /** The ledger in four columns, with its total. */
    public static Section.Table ledger(StorageStatement statement) {
        List<List<Value>> rows = new ArrayList<>();
        for (Row row : statement.rows()) {
            rows.add(List.of(
                    Value.of(name(row.kind())),
                    Value.count(row.documents()),
                    Value.bytes(row.logical()),
                    Value.bytes(row.allocated()),
                    Value.bytes(row.reclaimable()),
                    Value.bytes(row.billed().now()),
                    Value.bytes(row.billed().possible()),
                    Value.of(row.billed().condition())));
        }
        rows.add(List.of(
                Value.of("Total"),
                Value.count(statement.rows().stream().mapToLong(Row::documents).sum()),
                Value.bytes(statement.logical()),
                Value.bytes(statement.storage().allocated()),
                Value.bytes(
                        statement.rows().stream().mapToLong(Row::reclaimable).sum()),
                Value.bytes(statement.billedNow()),
                Value.bytes(statement.billedPossible()),
                Value.of("")));
        return new Section.Table(
                "ledger",
                "Ledger",
                "Every document is in one line, so that the lines add up to the total. Duplicates across owners need storage that owners"
                        + " share; ids with the owner in them cannot save those.",
                List.of(
                        new Column("line", "Line"),
                        new Column("documents", "Documents"),
                        new Column("logical", "Logical", "sum of the documents' sizes"),
                        new Column("allocated", "Allocated", "allocated bytes * logical of the line / logical of all"),
                        new Column(
                                "reclaimable",
                                "Reclaimable",
                                "allocated bytes of duplicates of the same owner, once deleted"),
                        new Column("billedNow", "Billed effect now"),
                        new Column("billedPossible", "Billed effect possible"),
                        new Column("condition", "Condition")),
                rows);
    }

    /** The estimate of a corpus that was not counted. */
    public static Section estimate(SampleEstimate estimate, Provenance provenance) {
        return new Section.Figures(
                "estimate",
                "Estimate",
                "From a sample of contents with all their documents; the largest contents were counted exactly.",
                List.of(
                        estimated("unique", "Unique", estimate, estimate.unique(), provenance),
                        estimated(
                                "sameOwner",
                                "Duplicates of the same owner",
                                estimate,
                                estimate.sameOwner(),
                                provenance),
                        estimated(
                                "acrossOwners",
                                "Duplicates across owners",
                                estimate,
                                estimate.acrossOwners(),
                                provenance)));
    }

    private static Figure estimated(
            String key, String label, SampleEstimate estimate, SampleEstimate.Range range, Provenance provenance) {
        Derivation derivation = provenance.measured(
                "bytes of the largest + bytes of the rest * share of the line in the sample",
                Provenance.input("bytes of all documents", Value.bytes(estimate.totalBytes())),
                Provenance.input("largest contents", Value.count(estimate.largest())),
                Provenance.input("sampled contents", Value.count(estimate.sampled())),
                Provenance.input("sampled share", Value.share(estimate.share())));
        return new Figure(
                key,
                label,
                bytes(range.bytes()),
                "Bytes.",
                range.low() == range.high()
                        ? derivation
                        : derivation
                                .as(Certainty.ESTIMATED)
                                .within(new Interval(
                                        bytes(range.low()), bytes(range.high()), SampleEstimate.CONFIDENCE)));
    }

    /** Lines of money, and sums of those that may be added. */
    public static List<Section> money(MoneyStatement statement) {
        List<List<Value>> lines = statement.lines().stream()
                .map(line -> List.of(
                        Value.of(line.name()),
                        Value.of(word(line.kind())),
                        Value.of(word(line.realisation())),
                        Value.money(line.perMonth(), statement.currency()),
                        Value.of(line.condition()),
                        Value.of(line.priceDate().toString())))
                .toList();
        List<List<Value>> sums = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            sums.add(List.of(
                    Value.of(word(kind)),
                    realised(statement, kind),
                    Value.money(statement.sum(kind, Realisation.POTENTIAL), statement.currency())));
        }
        return List.of(
                new Section.Table(
                        "moneySums",
                        "Money a month",
                        "Cash makes the bill fall, avoided cost would have made it rise, freed capacity does neither. They are not added"
                                + " to each other, nor what happened to what could. Avoided cost is no data while no event told of"
                                + " avoided work that has a price.",
                        List.of(
                                new Column("kind", "Kind"),
                                new Column("realised", "Realised", "sum of realised lines of the kind"),
                                new Column("potential", "Potential", "sum of potential lines of the kind")),
                        sums),
                new Section.Table(
                        "moneyLines",
                        "Lines",
                        "",
                        List.of(
                                new Column("name", "Line"),
                                new Column("kind", "Kind"),
                                new Column("realisation", "Realisation"),
                                new Column(
                                        "perMonth",
                                        "A month",
                                        "units a month * price; avoided units of the report's time are scaled to 30 days"),
                                new Column("condition", "Condition"),
                                new Column("priceDate", "Price of")),
                        lines));
    }

    /** Sum of the savings that happened. Without any line of avoided cost nobody knows it: 0 would say that nothing was avoided. */
    private static Value realised(MoneyStatement statement, Kind kind) {
        boolean known = kind != Kind.AVOIDED || statement.lines().stream().anyMatch(line -> line.kind() == kind);
        return known
                ? Value.money(statement.sum(kind, Realisation.REALISED), statement.currency())
                : Value.absent(Absence.NO_DATA);
    }

    /** Return, payback and present value. */
    public static Section investment(
            Investment investment, String currency, BigDecimal yearlyRate, Provenance provenance) {
        return new Section.Figures(
                "investment",
                "Return on investment",
                "Over " + investment.months()
                        + " months. The benefit is cash and avoided cost; freed capacity is not in it.",
                List.of(
                        new Figure(
                                "returnOnInvestment",
                                "Return on investment",
                                investment
                                        .returnOnInvestment()
                                        .map(ratio -> Value.share(ratio.doubleValue()))
                                        .orElse(Value.none()),
                                "0 % means that the cost came back.",
                                provenance
                                        .measured(
                                                "(benefit - cost) / cost",
                                                Provenance.input(
                                                        "benefit", Value.money(investment.benefit(), currency)),
                                                Provenance.input("cost", Value.money(investment.cost(), currency)))
                                        .as(Certainty.ESTIMATED)),
                        new Figure(
                                "paybackMonths",
                                "Payback in months",
                                investment.paybackMonths().isPresent()
                                        ? Value.count(investment.paybackMonths().getAsInt())
                                        : Value.of("never"),
                                "Months until the monthly net has paid the migration.",
                                provenance
                                        .measured(
                                                "cost at the begin / (benefit a month - running cost a month), rounded up",
                                                Provenance.input(
                                                        "cost at the begin", Value.money(investment.once(), currency)),
                                                Provenance.input(
                                                        "benefit a month",
                                                        Value.money(investment.benefitPerMonth(), currency)),
                                                Provenance.input(
                                                        "running cost a month",
                                                        Value.money(investment.runningPerMonth(), currency)))
                                        .as(Certainty.ESTIMATED)),
                        new Figure(
                                "netPresentValue",
                                "Net present value",
                                Value.money(
                                        BigDecimal.valueOf(investment.netPresentValue(yearlyRate.doubleValue())),
                                        currency),
                                "What the investment is worth today.",
                                provenance
                                        .measured(
                                                "sum of net / (1 + r)^(month / 12) - cost at the begin",
                                                Provenance.input("r", Value.share(yearlyRate.doubleValue())))
                                        .as(Certainty.ASSUMED))));
    }

    private static Value bytes(double bytes) {
        return Value.bytes(Math.round(bytes));
    }

    private static String name(StorageStatement.Kind kind) {
        return switch (kind) {
            case UNIQUE -> "Unique";
            case SAME_OWNER -> "Duplicates of the same owner (realisable)";
            case ACROSS_OWNERS -> "Duplicates across owners (potential)";
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
