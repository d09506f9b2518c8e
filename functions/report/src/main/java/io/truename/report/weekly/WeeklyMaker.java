// SPDX-License-Identifier: Apache-2.0
package io.truename.report.weekly;

import io.truename.catalog.Catalog;
import io.truename.catalog.SloSpec;
import io.truename.history.CatalogComponents;
import io.truename.history.RequestHistory.Served;
import io.truename.postgres.reporting.QualityReader.Adoption;
import io.truename.postgres.reporting.ReportStore.Stored;
import io.truename.report.making.ReportMaker;
import io.truename.reporting.Provenance;
import io.truename.reporting.Report;
import io.truename.reporting.Section;
import io.truename.reporting.Value;
import io.truename.reviewing.reliability.Availability;
import io.truename.reviewing.reliability.Incident;
import io.truename.reviewing.reliability.Objective;
import io.truename.reviewing.reliability.ReliabilitySections;
import io.truename.reviewing.reliability.ReportWindow;
import io.truename.reviewing.reliability.ReportWindow.Span;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Maker of the production report: availability, latency, incidents, errors, cache, quality and adoption, against the window before. */
public final class WeeklyMaker implements ReportMaker {
    /** Function whose availability is promised. */
    private static final String PROMISED = "generate";

    private static final String OBJECTIVE = "generate-availability";

    private final ProductionData data;
    private final Supplier<Catalog> catalog;
    private final ZoneId zone;
    private final Clock clock;

    /** {@code zone} is that of the readers. */
    public WeeklyMaker(ProductionData data, Supplier<Catalog> catalog, ZoneId zone, Clock clock) {
        this.data = data;
        this.catalog = catalog;
        this.zone = zone;
        this.clock = clock;
    }

    @Override
    public Report make(Stored stored) {
        Instant now = clock.instant();
        ReportWindow window = new ReportWindow(
                span(stored), stored.order().from(), stored.order().until());
        ProductionData.Window current = data.read(window, now);
        ProductionData.Window before = data.read(previous(window), now);
        Provenance requests = provenance(window, now, "Cloud Monitoring, run.googleapis.com/request_count");
        Provenance tables = provenance(window, now, "tables of probe and tune");

        Availability availability = availability(current, Optional.of(before));
        Availability earlier = availability(before, Optional.empty());
        List<Incident> incidents = Incident.within(
                ToldIncidents.of(current.notifications(), CatalogComponents.of(catalog.get()), current.of(PROMISED)),
                window);
        List<Section> sections = new ArrayList<>();
        sections.add(NextActions.of(availability, incidents, current));
        coverage(window, now).ifPresent(sections::add);
        stored.order().amends().ifPresent(amended -> sections.add(amended(amended, now)));
        sections.add(ReliabilitySections.availability(availability, requests));
        sections.add(WeekSections.changes(current, before, availability, earlier, PROMISED));
        sections.add(ReliabilitySections.regions(
                availability, earlier.measured() ? Optional.of(earlier) : Optional.empty()));
        sections.add(ReliabilitySections.incidents(incidents, availability));
        current.of(PROMISED)
                .flatMap(ServedRequests::latencies)
                .ifPresent(latencies -> sections.add(ReliabilitySections.latency(
                        latencies, provenance(window, now, "Cloud Monitoring, run.googleapis.com/request_latencies"))));
        sections.add(WeekSections.errors(current));
        sections.add(WeekSections.cache(current, requests));
        sections.add(WeekSections.quality(current, tables));
        sections.add(WeekSections.adoption(current, tables));
        return new Report("weekly", title(window), lead(availability, incidents), now, sections);
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

    private Availability availability(ProductionData.Window of, Optional<ProductionData.Window> before) {
        Optional<Served> served = of.of(PROMISED);
        Adoption adoption = of.adoption();
        return Availability.of(
                objective(),
                of.window(),
                served.map(requests ->
                                ServedRequests.minutes(requests, before.flatMap(earlier -> earlier.of(PROMISED))))
                        .orElse(List.of()),
                // Stage events name users; requests do not.
                adoption.users() == 0
                        ? Availability.Users.UNKNOWN
                        : new Availability.Users(adoption.users(), adoption.affected()));
    }

    private Objective objective() {
        SloSpec slo = Optional.ofNullable(catalog.get().slos().get(OBJECTIVE))
                .orElseThrow(() -> new IllegalStateException("slos.yaml has no objective " + OBJECTIVE));
        return new Objective(BigDecimal.valueOf(slo.goal()));
    }

    private static Provenance provenance(ReportWindow window, Instant now, String source) {
        Instant until = window.until().isAfter(now) ? now : window.until();
        return new Provenance(window.from(), window.until(), source, until.isBefore(window.from()) ? now : until);
    }

    private Optional<Section> coverage(ReportWindow window, Instant now) {
        return window.until().isAfter(now)
                ? Optional.of(new Section.Prose(
                        "coverage",
                        "Not the whole window",
                        "A window that has not ended has fewer data than one that has.",
                        List.of("Data until " + now + "; the window ends at " + window.until() + ".")))
                : Optional.empty();
    }

    private static Section amended(UUID report, Instant now) {
        return new Section.Prose(
                "amended",
                "Amended",
                "Data of the window came after the first edition was made. It is amended once.",
                List.of("Made again on " + now + " with the data that came late. It replaces report " + report + "."));
    }

    private String title(ReportWindow window) {
        return "Production from " + LocalDate.ofInstant(window.from(), zone) + " to "
                + LocalDate.ofInstant(window.until().minusNanos(1), zone);
    }

    private static String lead(Availability availability, List<Incident> incidents) {
        String ratio = availability
                .absence()
                .map(absence -> "Availability: " + absence.word() + ".")
                .orElseGet(() -> "Availability was "
                        + Value.ratio(availability.requests().ratio().orElseThrow())
                                .forPeople()
                        + ", which " + (availability.met().orElse(false) ? "meets" : "misses") + " the objective of "
                        + Value.ratio(availability.objective().goal().doubleValue())
                                .forPeople()
                        + ".");
        return ratio + (incidents.isEmpty() ? " No incident began." : " " + incidents.size() + " incidents.");
    }
}
