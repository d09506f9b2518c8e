// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import io.truename.costing.savings.AvoidedWork.Step;
import io.truename.costing.savings.AvoidedWork.Unit;
import io.truename.reporting.Absence;
import io.truename.reporting.Provenance;
import io.truename.reporting.Section;
import io.truename.reporting.Section.Column;
import io.truename.reporting.Section.Figure;
import io.truename.reporting.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Sections on avoided work. A number that no event told is a word, never 0. */
final class AvoidedSections {
    private static final Value NO_DATA = Value.absent(Absence.NO_DATA);

    private static final List<Column> COLUMNS = List.of(
            new Column("step", "Step"),
            new Column("attempts", "Attempts"),
            new Column("stored", "Stored"),
            new Column("skipped", "Skipped"),
            new Column("failed", "Failed"),
            new Column("notTold", "Outcome not told"),
            new Column("remainder", "Remainder", "attempts - stored - skipped - failed - outcome not told"));

    private AvoidedSections() {}

    /** Attempts by outcome with their sum held against them, and the work that skips told. */
    static List<Section> of(RecordedWork work) {
        return List.of(attempts(work), avoided(work));
    }

    private static Section attempts(RecordedWork work) {
        List<List<Value>> rows = new ArrayList<>();
        for (Step step : Step.values()) {
            rows.add(work.find(step).map(AvoidedSections::row).orElseGet(() -> absent(step)));
        }
        String meaning = "From stage events of the whole hours that begin from " + work.from() + " on and before "
                + work.until() + ". " + times(work) + "Every attempt is stored, skipped, failed, or told no outcome.";
        return new Section.Table("attempts", "Attempts of steps", meaning, COLUMNS, rows);
    }

    private static String times(RecordedWork work) {
        return work.first()
                .flatMap(first -> work.last()
                        .map(last -> "The first was in the hour of " + first + ", the last in that of " + last + ". "))
                .orElse("");
    }

    private static List<Value> row(AvoidedWork work) {
        return List.of(
                Value.of(work.step().word()),
                Value.count(work.attempts()),
                Value.count(work.stored()),
                Value.count(work.skipped()),
                Value.count(work.failed()),
                Value.count(work.notTold()),
                Value.count(work.difference()));
    }

    private static List<Value> absent(Step step) {
        List<Value> row = new ArrayList<>(Collections.nCopies(COLUMNS.size(), NO_DATA));
        row.set(0, Value.of(step.word()));
        return row;
    }

    private static Section avoided(RecordedWork work) {
        if (work.steps().isEmpty()) {
            return new Section.Figures(
                    "avoided",
                    "Avoided work",
                    "From recorded events only: attempts with the outcome stored, skipped or failed. None was recorded.",
                    List.of(new Figure("avoided", "Avoided work", NO_DATA, "No event told of an attempt.")));
        }
        List<Figure> figures = new ArrayList<>();
        for (AvoidedWork step : work.steps()) {
            for (Unit unit : step.step().units()) {
                if (unit == step.step().usual() || step.amount(unit).skips() > 0) {
                    figures.add(figure(step, unit, provenance(work)));
                }
            }
        }
        return new Section.Figures(
                "avoided", "Avoided work", "From recorded events only: what skips told, and no more.", figures);
    }

    private static Figure figure(AvoidedWork work, Unit unit, Provenance provenance) {
        String word = unit.word();
        return new Figure(
                work.step().word() + "Avoided" + word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1),
                "Avoided " + word + " (" + work.step().word() + ")",
                value(work.counted(unit), unit),
                (work.reconciliation() + ". " + work.remainder(unit)).trim(),
                provenance.measured(
                        "sum of " + word + " that skipped attempts told",
                        Provenance.input("attempts", Value.count(work.attempts())),
                        Provenance.input("stored", Value.count(work.stored())),
                        Provenance.input("skipped", Value.count(work.skipped())),
                        Provenance.input("failed", Value.count(work.failed())),
                        Provenance.input("outcome not told", Value.count(work.notTold())),
                        Provenance.input(
                                "skips that told " + word,
                                Value.count(work.amount(unit).skips()))));
    }

    private static Value value(Optional<BigInteger> units, Unit unit) {
        Value.Unit shown = unit == Unit.BYTES ? Value.Unit.BYTES : Value.Unit.COUNT;
        return units.<Value>map(known -> new Value.Quantity(known.doubleValue(), shown))
                .orElse(NO_DATA);
    }

    private static Provenance provenance(RecordedWork work) {
        return new Provenance(
                work.from(),
                work.until(),
                "stage events that probe counted",
                work.last().orElse(work.until()));
    }

    /** Avoided work that is not in the statement of money, and why. */
    static Section unpriced(List<String> sentences) {
        return new Section.Prose(
                "unpriced",
                "Avoided without a price",
                "Not in the sums above: a price that nobody gave is not guessed.",
                sentences);
    }
}
