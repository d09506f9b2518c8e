// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import io.truename.reporting.Derivation.Certainty;
import io.truename.reporting.Derivation.Interval;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Reports of sections of every kind, with values of every kind and characters that renderers treat in special ways. */
final class RandomReports {
    private static final String CHARACTERS = "ab1 <>&\"'\\/|*_#`=-+.,:\n\t\r\0\u0001\u202e\u2028é漢\uD83D\uDE00\uD800";

    private RandomReports() {}

    static Arbitrary<Report> reports() {
        Arbitrary<Section> sections =
                Arbitraries.oneOf(figures(), table(), prose(), bars(), line(), course(), shares());
        return Combinators.combine(
                        texts(), texts(), texts(), times(), sections.list().ofMaxSize(5))
                .as(Report::new);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.strings().withChars(CHARACTERS.toCharArray()).ofMaxLength(12);
    }

    /** Keys are the program's own. */
    private static Arbitrary<String> keys() {
        return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(8);
    }

    private static Arbitrary<Instant> times() {
        return Arbitraries.longs()
                .between(-2_000_000_000L, 4_000_000_000L)
                .flatMap(second -> Arbitraries.of(0, 1, 120_000_000).map(nano -> Instant.ofEpochSecond(second, nano)));
    }

    private static Arbitrary<Double> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.doubles().between(-1e18, 1e18),
                Arbitraries.doubles().between(0, 1),
                Arbitraries.longs().between(-5, 5_000_000).map(Long::doubleValue),
                Arbitraries.of(-0.0, Double.MIN_VALUE, Double.MAX_VALUE, 1e15, 0.1 + 0.2));
    }

    private static Arbitrary<BigDecimal> amounts() {
        return Arbitraries.oneOf(
                Arbitraries.bigDecimals()
                        .between(new BigDecimal("-1e12"), new BigDecimal("1e12"))
                        .ofScale(9),
                Arbitraries.of("0", "0.00", "0.00500", "100", "12345678901234567890.123456789", "0.0000042")
                        .map(BigDecimal::new));
    }

    private static Arbitrary<Value> values() {
        return Arbitraries.oneOf(
                texts().map(Value::of),
                numbers()
                        .flatMap(number -> Arbitraries.of(Value.Unit.values())
                                .map(unit -> (Value) new Value.Quantity(number, unit))),
                amounts()
                        .flatMap(amount -> Arbitraries.of("USD", "EUR").map(currency -> Value.money(amount, currency))),
                Arbitraries.of(Absence.values()).map(Value::absent),
                Arbitraries.just(Value.none()));
    }

    private static Arbitrary<Derivation> derivations() {
        Arbitrary<Derivation.Input> inputs =
                Combinators.combine(texts(), values()).as(Derivation.Input::new);
        Arbitrary<Interval> intervals = Combinators.combine(
                        values(), values(), Arbitraries.doubles().between(0.01, 0.99))
                .as(Interval::new);
        return Combinators.combine(
                        texts(),
                        inputs.list().ofMaxSize(3),
                        times(),
                        Arbitraries.longs().between(0, 4_000_000),
                        texts(),
                        Arbitraries.of(Certainty.values()),
                        intervals.optional())
                .as((formula, given, from, seconds, source, certainty, interval) -> new Derivation(
                        "= " + formula,
                        given,
                        from,
                        from.plusSeconds(seconds),
                        "s" + source,
                        from,
                        certainty,
                        interval));
    }

    private static Arbitrary<Section> figures() {
        Arbitrary<Section.Figure> figures = Combinators.combine(
                        keys(), texts(), values(), texts(), derivations().optional())
                .as(Section.Figure::new);
        return Combinators.combine(keys(), texts(), texts(), figures.list().ofMaxSize(4))
                .as(Section.Figures::new);
    }

    private static Arbitrary<Section> table() {
        return Arbitraries.integers()
                .between(1, 4)
                .flatMap(columns -> Combinators.combine(
                                keys(),
                                texts(),
                                texts().list().ofSize(columns),
                                texts().list().ofSize(columns),
                                values().list().ofSize(columns).list().ofMaxSize(5))
                        .as((key, title, labels, formulas, rows) -> {
                            List<Section.Column> heads = new ArrayList<>();
                            for (int at = 0; at < columns; at++) {
                                heads.add(new Section.Column("c" + at, labels.get(at), formulas.get(at)));
                            }
                            return new Section.Table(key, title, "", heads, rows);
                        }));
    }

    private static Arbitrary<Section> prose() {
        return Combinators.combine(keys(), texts(), texts(), texts().list().ofMaxSize(4))
                .as(Section.Prose::new);
    }

    private static Arbitrary<Section> bars() {
        Arbitrary<Long> counts =
                Arbitraries.oneOf(Arbitraries.longs().between(0, 1_000_000), Arbitraries.of(Long.MAX_VALUE, 1L << 53));
        Arbitrary<Section.Bar> bars =
                Combinators.combine(texts(), counts, counts, counts).as(Section.Bar::new);
        return Combinators.combine(keys(), texts(), texts(), bars.list().ofMaxSize(4))
                .as(Section.Bars::new);
    }

    private static Arbitrary<Section> line() {
        Arbitrary<Section.Point> points =
                Combinators.combine(numbers(), numbers()).as(Section.Point::new);
        return Combinators.combine(
                        texts(),
                        texts(),
                        texts(),
                        Arbitraries.of(Value.Unit.values()),
                        points.list().ofMaxSize(4))
                .as(Section.Line::new);
    }

    private static Arbitrary<Section> course() {
        Arbitrary<Double> gaps = Arbitraries.oneOf(
                Arbitraries.doubles().between(0, 1e6), Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, -0.0));
        Arbitrary<Section.Span> spans = Combinators.combine(times(), times()).as(Section.Span::new);
        return Arbitraries.integers()
                .between(0, 5)
                .flatMap(periods -> Combinators.combine(
                                texts(),
                                times(),
                                Arbitraries.longs().between(60, 3_600),
                                gaps.list().ofSize(periods),
                                gaps.list().ofSize(periods),
                                Combinators.combine(texts(), gaps.list().ofSize(periods))
                                        .as(Section.Level::new)
                                        .list()
                                        .ofMaxSize(2),
                                Combinators.combine(texts(), spans.list().ofMaxSize(2))
                                        .as(Section.Marks::new)
                                        .list()
                                        .ofMaxSize(2))
                        .as((text, from, seconds, highest, lowest, levels, marks) -> new Section.Course(
                                text, text, "", text, from, seconds, highest, lowest, levels, marks)));
    }

    private static Arbitrary<Section> shares() {
        Arbitrary<Double> parts = Arbitraries.oneOf(Arbitraries.doubles().between(0, 1), Arbitraries.of(-0.0));
        Arbitrary<List<Section.SharePoint>> points = Combinators.combine(
                        texts(), parts, parts, Arbitraries.of(true, false))
                .as(Section.SharePoint::new)
                .list()
                .ofMaxSize(3);
        return Combinators.combine(keys(), texts(), texts(), texts(), texts(), points, points)
                .as(Section.Shares::new);
    }
}
