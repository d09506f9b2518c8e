// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.reporting.Absence;
import io.truename.reporting.Provenance;
import io.truename.reporting.Report;
import io.truename.reporting.Section;
import io.truename.reporting.Section.Column;
import io.truename.reporting.Section.Figure;
import io.truename.reporting.Section.Figures;
import io.truename.reporting.Section.Table;
import io.truename.reporting.Value;
import io.truename.reviewing.arithmetic.Claim.Finding;
import io.truename.reviewing.reliability.Availability;
import io.truename.reviewing.reliability.Availability.Users;
import io.truename.reviewing.reliability.LatencyHistogram;
import io.truename.reviewing.reliability.Minute;
import io.truename.reviewing.reliability.Objective;
import io.truename.reviewing.reliability.ReliabilitySections;
import io.truename.reviewing.reliability.ReportWindow;
import io.truename.reviewing.reliability.ReportWindow.Span;
import io.truename.reviewing.reliability.Requests;
import io.truename.reviewing.reliability.WeekChange;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ReportClaimsTest {
    private static final ReportWindow WEEK =
            ReportWindow.before(Span.WEEK, Instant.parse("2026-11-27T12:00:00Z"), ZoneOffset.UTC);
    private static final Provenance FROM = new Provenance(WEEK.from(), WEEK.until(), "tests", WEEK.until());

    private static Report report(Section... sections) {
        return new Report("weekly", "t", "l", WEEK.until(), List.of(sections));
    }

    private static Minute minute(int at, String region, long good, long total) {
        return new Minute(WEEK.from().plusSeconds(60L * at), region, new Requests(good, total), (double) total);
    }

    private static Section errors(long failed) {
        return new Table(
                "errors",
                "Answers other than success",
                "",
                List.of(
                        new Column("function", "Function"),
                        new Column("status", "Status"),
                        new Column("count", "Answers")),
                List.of(
                        List.of(Value.of("generate"), Value.of("503"), Value.count(failed)),
                        List.of(Value.of("generate"), Value.of("404"), Value.count(77)),
                        List.of(Value.of("probe"), Value.of("500"), Value.count(9))));
    }

    private static List<Section> week(long failed) {
        Availability availability = Availability.of(
                Objective.of("0.9995"),
                WEEK,
                List.of(minute(0, "europe-west1", 9_990, 10_000), minute(1, "us-central1", 3_000, 3_003)),
                new Users(40, 3));
        return new ArrayList<>(List.of(
                ReliabilitySections.availability(availability, FROM, FROM),
                ReliabilitySections.regions(availability, Optional.empty()),
                ReliabilitySections.latency(
                        new LatencyHistogram(List.of(10.0, 50.0, 200.0), List.of(1L, 80L, 20L, 3L), 5_000), FROM),
                errors(failed)));
    }

    private static List<Finding> findings(List<Section> sections) {
        return ArithmeticReview.of(ReliabilityClaims.of(report(sections.toArray(Section[]::new)), "generate"))
                .findings();
    }

    /** The sections with another value of a figure. */
    private static List<Section> with(List<Section> sections, String key, UnaryOperator<Figure> change) {
        return sections.stream()
                .<Section>map(section -> section instanceof Figures figures
                        ? new Figures(
                                figures.key(),
                                figures.title(),
                                figures.meaning(),
                                figures.figures().stream()
                                        .map(figure -> figure.key().equals(key) ? change.apply(figure) : figure)
                                        .toList())
                        : section)
                .toList();
    }

    private static UnaryOperator<Figure> shows(Value value) {
        return figure -> new Figure(figure.key(), figure.label(), value, figure.meaning(), figure.derivation());
    }

    @Test
    void reportThatAddsUp_isSound() {
        assertThat(findings(week(13))).isEmpty();
    }

    @Test
    void numberThatWasChanged_isFound() {
        assertThat(findings(with(week(13), "availability", shows(Value.ratio(0.9999)))))
                .extracting(Finding::sentence)
                .containsExactly("Reliability: Availability is 0.999000230716 by its parts, not 0.9999.");
        assertThat(findings(with(week(13), "errorBudgetLeft", shows(Value.minutes(3)))))
                .extracting(Finding::sentence)
                .singleElement()
                .asString()
                .startsWith("Error budget: The parts add up to ");
        assertThat(findings(with(week(13), "burnRate", shows(Value.times(1)))))
                .extracting(Finding::sentence)
                .singleElement()
                .asString()
                .startsWith("Reliability: Burn rate is ");
        assertThat(findings(with(week(13), "latencyP99", shows(Value.milliseconds(12)))))
                .extracting(Finding::sentence)
                .singleElement()
                .asString()
                .contains("p99 of 12 is below p95 of ");
        assertThat(findings(with(week(13), "usersAffected", shows(Value.share(0.75)))))
                .extracting(Finding::computed)
                .containsExactly("0.08");
    }

    @Test
    void objectiveThatIsCalledMet_andIsNot_isFound() {
        assertThat(findings(with(
                        week(13),
                        "availability",
                        figure -> new Figure(
                                figure.key(),
                                figure.label(),
                                figure.value(),
                                "Meets the objective of 99.950 %.",
                                figure.derivation()))))
                .extracting(Finding::claimed)
                .containsExactly("met");
    }

    @Test
    void answersByStatus_areThoseOfTheFunctionThatFailed() {
        assertThat(findings(week(12)))
                .extracting(Finding::sentence)
                .containsExactly("Answers other than success: The parts add up to 12, not 13.");
    }

    @Test
    void regionThatIsLeftOut_isFound() {
        List<Section> sections = week(13);
        Table regions = (Table) sections.get(1);
        sections.set(
                1,
                new Table(
                        "regions",
                        "Regions",
                        "",
                        regions.columns(),
                        List.of(regions.rows().get(0))));
        assertThat(findings(sections))
                .hasSize(2)
                .extracting(Finding::sentence)
                .anySatisfy(sentence -> assertThat(sentence).startsWith("Regions, failed: "));
    }

    @Test
    void cache_addsUp() {
        Section cache = new Figures(
                "cache",
                "Cache",
                "",
                IntStream.of(60, 30)
                        .mapToObj(count -> new Figure(
                                "from" + count,
                                "From " + count,
                                Value.share(count / 100.0),
                                "",
                                FROM.measured(
                                        "answers from " + count + " / all answers",
                                        Provenance.input("answers from " + count, Value.count(count)),
                                        Provenance.input("all answers", Value.count(100)))))
                        .toList());
        assertThat(findings(List.of(cache)))
                .extracting(Finding::sentence)
                .containsExactly("Cache, answers: The parts add up to 90, not 100.");
    }

    @Test
    void wordsAreInNoClaim_andAReportWithoutNumbersSaysSo() {
        Availability nothing = Availability.of(Objective.of("0.9995"), WEEK, List.of(), Users.UNKNOWN);
        Report report = report(
                ReliabilitySections.availability(nothing, FROM, FROM),
                ReliabilitySections.latency(Absence.NO_DATA),
                changes(OptionalDouble.empty(), OptionalDouble.of(3)));
        List<Claim> claims = ReliabilityClaims.of(report, "generate");
        assertThat(claims).isEmpty();
        assertThat(ArithmeticSection.of(ArithmeticReview.of(claims)))
                .isInstanceOfSatisfying(
                        Section.Prose.class,
                        prose -> assertThat(prose.paragraphs().get(0)).startsWith("No number could be checked"));
    }

    private static Section changes(OptionalDouble before, OptionalDouble now) {
        return new Table(
                "changes",
                "Changes",
                "",
                List.of(
                        new Column("number", "Number"),
                        new Column("now", "Now"),
                        new Column("before", "Before"),
                        new Column("change", "Change")),
                List.of(List.of(
                        Value.of("Ratio"),
                        now.isPresent() ? Value.ratio(now.getAsDouble()) : Value.absent(Absence.NO_DATA),
                        before.isPresent() ? Value.ratio(before.getAsDouble()) : Value.absent(Absence.NO_DATA),
                        WeekChange.relative(before, now))));
    }

    // Numbers that are close have a difference of few digits, and a binary number none that is exact.
    @Property
    void changesThatAreRight_areNeverFound(
            @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long part,
            @ForAll @LongRange(min = -1_000_000, max = 1_000_000) long more) {
        double before = part / 1e12;
        double now = before * (1 + more / 1e9);
        assertThat(ArithmeticReview.of(
                                ReportClaims.of(report(changes(OptionalDouble.of(before), OptionalDouble.of(now)))))
                        .findings())
                .isEmpty();
    }

    @Property
    void quotientsOfCountsAndMoney_thatAreRight_areNeverFound(
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long part,
            @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long more) {
        long whole = part + more;
        Figure ratio = new Figure(
                "r",
                "R",
                Value.ratio((double) part / whole),
                "",
                FROM.measured(
                        "part / whole",
                        Provenance.input("part", Value.count(part)),
                        Provenance.input("whole", Value.count(whole))));
        BigDecimal cost = BigDecimal.valueOf(part, 4);
        Figure each = new Figure(
                "c",
                "C",
                Value.money(cost.divide(BigDecimal.valueOf(whole), MathContext.DECIMAL64), "USD"),
                "",
                FROM.measured(
                        "net cost / requests",
                        Provenance.input("net cost", Value.money(cost, "USD")),
                        Provenance.input("requests", Value.count(whole))));
        List<Claim> claims = ReportClaims.of(report(new Figures("f", "F", "", List.of(ratio, each))));
        assertThat(claims).hasSize(3);
        assertThat(ArithmeticReview.of(claims).findings()).isEmpty();
    }
}
