// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import io.truename.costing.price.Price;
import io.truename.costing.price.PriceTable;
import io.truename.costing.price.Usage;
import io.truename.costing.savings.MoneyStatement.Kind;
import io.truename.costing.savings.MoneyStatement.Line;
import io.truename.costing.savings.MoneyStatement.Realisation;
import io.truename.costing.savings.StorageStatement.Row;
import io.truename.reporting.Provenance;
import io.truename.reporting.Section;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Money of a savings report: the statement's bytes and the avoided work at the prices of a day, and the return of the investment.
 * Duplicates that are still there are potential. Only what recorded events say was skipped has happened.
 */
public final class SavingsMoney {
    /** Key of the price of a gibibyte of the database's disk. */
    public static final String DISK = "sql-disk";
    /** Key of the price of a token that is embedded, if there is one. */
    public static final String TOKENS = "embedding-tokens";
    /** Key of the price of a page that is parsed, if there is one. */
    public static final String PAGES = "parsed-pages";
    /** Key of the price of a gibibyte that is uploaded, if there is one: into Google Cloud it is free, and elsewhere it may not be. */
    public static final String UPLOADS = "uploaded-bytes";

    static final BigDecimal GIBIBYTE = BigDecimal.valueOf(1L << 30);

    private SavingsMoney() {}

    /**
     * Assumptions about the investment.
     *
     * @param months horizon
     * @param once cost of the migration
     * @param runningPerMonth cost of Truename
     * @param yearlyRate of interest, such as 0.08
     */
    public record Assumptions(int months, BigDecimal once, BigDecimal runningPerMonth, BigDecimal yearlyRate) {}

    /**
     * The statement of money.
     *
     * @param work scaled to a month of 30 days
     * @param day whose prices hold
     * @throws IllegalArgumentException if the table has no price of the disk on the day
     */
    public static MoneyStatement statement(
            StorageStatement storage, RecordedWork work, PriceTable prices, LocalDate day) {
        Price disk = prices.require(DISK, day);
        List<Line> lines = new ArrayList<>();
        Row same = storage.row(StorageStatement.Kind.SAME_OWNER);
        StorageBilling.Effect effect = same.billed();
        BigDecimal now = storage(disk, storage, effect.now());
        BigDecimal possible = storage(disk, storage, effect.possible());
        if (now.signum() > 0) {
            lines.add(line("Duplicates of the same owner, deleted", Kind.CASH, now, "Delete them.", disk));
        }
        if (possible.compareTo(now) > 0) {
            lines.add(line(
                    "Duplicates of the same owner, deleted, and the condition met",
                    Kind.CASH,
                    possible.subtract(now),
                    effect.condition(),
                    disk));
        }
        if (effect.possible() == 0 && same.reclaimable() > 0) {
            lines.add(line(
                    "Space that duplicates of the same owner take",
                    Kind.FREED,
                    storage(disk, storage, same.reclaimable()),
                    effect.condition(),
                    disk));
        }
        Row across = storage.row(StorageStatement.Kind.ACROSS_OWNERS);
        if (across.allocated() > 0) {
            lines.add(line(
                    "Space that duplicates across owners take",
                    Kind.FREED,
                    storage(disk, storage, across.allocated()),
                    "Needs storage that owners share; ids with the owner in them keep them apart.",
                    disk));
        }
        AvoidedMoney avoided = AvoidedMoney.of(work, prices, day, disk.currency());
        lines.addAll(avoided.lines());
        return new MoneyStatement(disk.currency(), lines, avoided.unpriced());
    }

    /** Marginal cost of the bytes: the first gibibytes of a bill may be free, and come off last. */
    private static BigDecimal storage(Price disk, StorageStatement storage, long bytes) {
        BigDecimal part = gibibytes(bytes);
        BigDecimal whole = gibibytes(storage.storage().allocated()).max(part);
        return disk.marginal(new Usage(whole, disk.unit()), new Usage(part, disk.unit()));
    }

    private static BigDecimal gibibytes(long bytes) {
        return BigDecimal.valueOf(bytes).divide(GIBIBYTE, MathContext.DECIMAL64);
    }

    private static Line line(String name, Kind kind, BigDecimal perMonth, String condition, Price price) {
        return new Line(name, kind, Realisation.POTENTIAL, perMonth, condition, price.from());
    }

    /**
     * Return of the investment: realised cash and avoided cost against the cost of migration and of Truename. With {@code potential},
     * savings that are still to come are in it as well.
     */
    public static Investment investment(MoneyStatement money, Assumptions assumed, boolean potential) {
        BigDecimal benefit = BigDecimal.ZERO;
        for (Kind kind : List.of(Kind.CASH, Kind.AVOIDED)) {
            benefit = benefit.add(money.sum(kind, Realisation.REALISED));
            if (potential) {
                benefit = benefit.add(money.sum(kind, Realisation.POTENTIAL));
            }
        }
        return new Investment(assumed.once(), assumed.runningPerMonth(), benefit, assumed.months());
    }

    /** Sections: avoided work, money by kind, and the return on the way that has happened and on the one that could. */
    public static List<Section> sections(
            MoneyStatement money, RecordedWork work, Assumptions assumed, Provenance provenance) {
        List<Section> sections = new ArrayList<>(AvoidedSections.of(work));
        sections.addAll(SavingsSections.money(money));
        if (!money.unpriced().isEmpty()) {
            sections.add(AvoidedSections.unpriced(money.unpriced()));
        }
        sections.add(SavingsSections.investment(
                investment(money, assumed, false), money.currency(), assumed.yearlyRate(), provenance));
        sections.add(renamed(SavingsSections.investment(
                investment(money, assumed, true), money.currency(), assumed.yearlyRate(), provenance)));
        return sections;
    }

    private static Section renamed(Section section) {
        Section.Figures figures = (Section.Figures) section;
        return new Section.Figures(
                "investmentPossible",
                "Return on investment, once every condition is met",
                figures.meaning() + " Potential lines are in the benefit here.",
                figures.figures());
    }
}
