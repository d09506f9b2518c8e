// SPDX-License-Identifier: Apache-2.0
package io.truename.report.weekly;

import io.truename.catalog.Catalog;
import io.truename.catalog.SloSpec;
import io.truename.history.CatalogComponents;
import io.truename.history.RequestHistory.Served;
import io.truename.postgres.Database;
import io.truename.postgres.reporting.ReportStore;
import io.truename.postgres.reporting.ReportStore.Stored;
import io.truename.postgres.reporting.ServerReader;
import io.truename.report.making.ReportMaker;
import io.truename.report.money.Money;
import io.truename.reporting.Report;
import io.truename.reporting.Section;
import io.truename.reporting.Value;
import io.truename.reviewing.feedback.Answer;
import io.truename.reviewing.feedback.FeedbackTrend;
import io.truename.reviewing.reliability.Objective;
import io.truename.reviewing.reliability.ReportWindow;
import io.truename.reviewing.reliability.ReportWindow.Span;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Maker of the production report: reads the known facts, and leaves the rest to {@link WeeklyReport}. */
public final class WeeklyMaker implements ReportMaker {
    /** Function whose availability is promised. */
    private static final String PROMISED = "generate";

    private static final String OBJECTIVE = "generate-availability";

    /** Weeks whose trend of feedback is shown: a quarter has no more than 14. */
    private static final int WEEKS = 14;

    private final ProductionData data;
    private final Database database;
    private final Money money;
    private final CostReader costs;
    private final Supplier<Catalog> catalog;
    private final ZoneId zone;
    private final Clock clock;

    /** {@code zone} is that of the readers. */
    public WeeklyMaker(
            ProductionData data,
            Database database,
            ReportStore reports,
            Money money,
            Supplier<Catalog> catalog,
            ZoneId zone,
            Clock clock) {
        this.data = data;
        this.database = database;
        this.money = money;
        this.costs = new CostReader(database, money, reports, zone);
        this.catalog = catalog;
        this.zone = zone;
        this.clock = clock;
    }

    @Override
    public Report make(Stored stored) {
        Instant now = clock.instant();
        ReportWindow window = new ReportWindow(
                span(stored), stored.order().from(), stored.order().until());
        ReportWindow previous = previous(window);
        ProductionData.Reading reading = data.begin(now);
        ProductionData.Window current = reading.current(window, PROMISED);
        ProductionData.Window before = reading.before(previous, PROMISED);
        Optional<Served> usual = reading.usual(current, PROMISED);
        WeekCosts spent = costs.read(window, previous, now, reading::counts);
        Instant trend = FeedbackTrend.begin(window.until().minusNanos(1), WEEKS, zone);
        List<Answer> answers = database.with(session -> money.feedback().answers(session, trend, window.until()));
        return WeeklyReport.of(new WeekFacts(
                now,
                zone,
                stored.order().amends(),
                PROMISED,
                objective(),
                CatalogComponents.of(catalog.get()),
                current,
                before,
                usual,
                database.with(ServerReader::read),
                spent,
                answers));
    }

    @Override
    public Optional<Late> late(Stored stored, Report kept) {
        long made = kept.find("reliability").stream()
                .flatMap(section -> ((Section.Figures) section).figures().stream())
                .filter(figure -> figure.key().equals("availability"))
                .flatMap(figure -> figure.derivation().stream())
                .flatMap(derivation -> derivation.inputs().stream())
                .filter(input -> input.name().equals("requests") && input.value() instanceof Value.Quantity)
                .mapToLong(input -> (long) ((Value.Quantity) input.value()).amount())
                .sum();
        long now = data.requests(stored.order().from(), stored.order().until(), PROMISED);
        return Optional.of(new Late(Math.max(made, now), Math.max(0, now - made)));
    }

    /** Calendar span that the window is nearest to: a window of a request may have any length. */
    private static Span span(Stored stored) {
        Duration length = Duration.between(stored.order().from(), stored.order().until());
        return length.toDays() <= 10 ? Span.WEEK : length.toDays() <= 45 ? Span.MONTH : Span.QUARTER;
    }

    /** The calendar window before, or one of the same length for a window that is none. */
    private ReportWindow previous(ReportWindow window) {
        return window.equals(ReportWindow.before(window.span(), window.until(), zone))
                ? window.previous(zone)
                : new ReportWindow(window.span(), window.from().minus(window.length()), window.from());
    }

    private Objective objective() {
        SloSpec slo = Optional.ofNullable(catalog.get().slos().get(OBJECTIVE))
                .orElseThrow(() -> new IllegalStateException("slos.yaml has no objective " + OBJECTIVE));
        return new Objective(BigDecimal.valueOf(slo.goal()));
    }
}
