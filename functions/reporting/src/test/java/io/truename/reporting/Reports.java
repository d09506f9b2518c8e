// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import io.truename.reporting.Derivation.Certainty;
import io.truename.reporting.Derivation.Interval;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reports for tests, with every kind of section and value, and texts from outside in every place that takes one. */
final class Reports {
    static final Instant AT = Instant.parse("2026-11-23T09:00:00Z");

    private Reports() {}

    static Report with(String foreign) {
        Provenance week = new Provenance(AT.minusSeconds(604_800), AT, "Cloud Monitoring " + foreign, AT);
        return new Report(
                "weekly",
                "Week 47 " + foreign,
                "Lead " + foreign,
                AT,
                List.of(
                        new Section.Figures(
                                "reliability",
                                "Reliability " + foreign,
                                "Meaning " + foreign,
                                List.of(
                                        figure("availability", Value.ratio(0.99951234), foreign, week),
                                        figure("errorBudgetLeft", Value.minutes(-13.125), foreign, week),
                                        figure("p99", Value.milliseconds(48.25), foreign, week),
                                        figure(
                                                "costPerRequest",
                                                Value.money(new BigDecimal("0.0000042"), "USD"),
                                                foreign,
                                                week),
                                        figure("cost", Value.money(new BigDecimal("1960.505"), "USD"), foreign, week),
                                        figure("cacheHits", Value.absent(Absence.NO_TRAFFIC), foreign, week),
                                        new Section.Figure(
                                                "documents", "Documents " + foreign, Value.count(1_234_567), foreign))),
                        new Section.Table(
                                "ledger",
                                "Ledger " + foreign,
                                "",
                                List.of(
                                        new Section.Column("line", "Line " + foreign),
                                        new Section.Column("logical", "Logical", "size * documents " + foreign),
                                        new Section.Column("perMonth", "A month")),
                                List.of(
                                        List.of(
                                                Value.of(foreign),
                                                Value.bytes(16_400_000),
                                                Value.absent(Absence.NO_BUDGET)),
                                        List.of(Value.of("=1+1"), Value.none(), Value.money(BigDecimal.TEN, "EUR")))),
                        new Section.Prose("notes", "Notes " + foreign, "", List.of("One\ntwo " + foreign)),
                        new Section.Bars(
                                "bars", "Bars " + foreign, "", List.of(new Section.Bar("bar " + foreign, 10, 5, 20))),
                        new Section.Line(
                                "line",
                                "Line " + foreign,
                                "",
                                Value.Unit.COUNT,
                                List.of(new Section.Point(0, 1), new Section.Point(60, 5)))));
    }

    /** Sections that {@link #with} lacks: charts, and a table that is too wide for a phone. */
    static Report drawn(String foreign) {
        List<Section.SharePoint> points = List.of(
                new Section.SharePoint("today " + foreign, 0.2, 0.5, true),
                new Section.SharePoint("other " + foreign, 0.1, 0.75, false));
        List<Section.Column> columns = new ArrayList<>();
        for (String key : List.of("a", "b", "c", "d", "e")) {
            columns.add(new Section.Column(key, "Column " + foreign));
        }
        return new Report(
                "drawn",
                "Title " + foreign,
                "Lead",
                AT,
                List.of(
                        new Section.Course(
                                "course",
                                "Course " + foreign,
                                "Meaning " + foreign,
                                "s " + foreign,
                                AT,
                                3600,
                                List.of(2.0, 3.0),
                                List.of(1.0, 1.0),
                                List.of(new Section.Level("Level " + foreign, List.of(2.5, 2.5))),
                                List.of(new Section.Marks(
                                        "marks " + foreign, List.of(new Section.Span(AT, AT.plusSeconds(600)))))),
                        new Section.Shares(
                                "shares",
                                "Shares " + foreign,
                                "",
                                "across " + foreign,
                                "up " + foreign,
                                points.subList(0, 1),
                                points),
                        new Section.Table(
                                "wide",
                                "Wide " + foreign,
                                "",
                                columns,
                                List.of(List.of(
                                        Value.of("Row " + foreign),
                                        Value.of(foreign),
                                        Value.count(1),
                                        Value.absent(Absence.STALE),
                                        Value.none())))));
    }

    static Report withRows(int rows, int columns, String text) {
        List<Section.Column> heads = new ArrayList<>();
        List<Value> row = new ArrayList<>();
        for (int at = 0; at < columns; at++) {
            heads.add(new Section.Column("c" + at, text));
            row.add(Value.of(text));
        }
        List<List<Value>> all = new ArrayList<>();
        for (int at = 0; at < rows; at++) {
            all.add(row);
        }
        return new Report("weekly", "Title", "Lead", AT, List.of(new Section.Table("t", "Table", "", heads, all)));
    }

    private static Section.Figure figure(String key, Value value, String foreign, Provenance week) {
        return new Section.Figure(
                key,
                key + " " + foreign,
                value,
                "Meaning " + foreign,
                week.measured("a / b " + foreign, Provenance.input("a " + foreign, Value.count(3)))
                        .as(Certainty.ESTIMATED)
                        .within(new Interval(Value.count(1), Value.count(5), 0.95)));
    }
}
