// SPDX-License-Identifier: Apache-2.0
package io.truename.report.weekly;

import io.truename.history.RequestHistory.Served;
import io.truename.postgres.reporting.QualityReader.Adoption;
import io.truename.report.making.AmendedSection;
import io.truename.report.money.FeedbackWeeks;
import io.truename.reporting.Absence;
import io.truename.reporting.Provenance;
import io.truename.reporting.Report;
import io.truename.reporting.Section;
import io.truename.reporting.Value;
import io.truename.reviewing.arithmetic.ArithmeticReview;
import io.truename.reviewing.arithmetic.ArithmeticSection;
import io.truename.reviewing.arithmetic.Claim;
import io.truename.reviewing.arithmetic.ReliabilityClaims;
import io.truename.reviewing.feedback.Answer;
import io.truename.reviewing.feedback.FeedbackSection;
import io.truename.reviewing.feedback.FeedbackSummary;
import io.truename.reviewing.reliability.Availability;
import io.truename.reviewing.reliability.Availability.Users;
import io.truename.reviewing.reliability.Incident;
import io.truename.reviewing.reliability.ReliabilitySections;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Production report: availability, latency, incidents, errors, cache, database, money, quality, adoption and feedback, against the window
 * before, and whether its own numbers fit each other. Pure.
 */
final class WeeklyReport {
    private final WeekFacts facts;
    private final Availability availability;
    private final Availability earlier;
    private final List<Incident> incidents;

    private WeeklyReport(WeekFacts facts) {
        this.facts = facts;
        this.availability = availability(facts, facts.current(), facts.usual());
        this.earlier = availability(facts, facts.before(), Optional.empty());
        this.incidents = Incident.within(
                ToldIncidents.of(
                        facts.current().notifications(),
                        facts.components(),
                        facts.current().of(facts.promised())),
                facts.window());
    }

    /** The report of some facts. */
    static Report of(WeekFacts facts) {
        return new WeeklyReport(facts).checked();
    }

    /** With the claims that its numbers make of each other. */
    private Report checked() {
        Report report = new Report("weekly", title(), "", facts.now(), sections());
        List<Claim> claims = new ArrayList<>(ReliabilityClaims.of(report, facts.promised()));
        WeekCostSections.claim(facts.costs()).ifPresent(claims::add);
        ArithmeticReview review = ArithmeticReview.of(claims);
        List<Section> sections = new ArrayList<>(report.sections());
        sections.add(ArithmeticSection.of(review));
        return new Report(report.kind(), report.title(), lead(review), report.at(), sections);
    }

    private List<Section> sections() {
        ProductionData.Window current = facts.current();
        Provenance requests = provenance("Cloud Monitoring, run.googleapis.com/request_count");
        Provenance tables = provenance("tables of probe and tune");
        List<Section> sections = new ArrayList<>();
        sections.add(NextActions.of(facts, availability, incidents));
        coverage().ifPresent(sections::add);
        facts.amends().ifPresent(replaced -> sections.add(AmendedSection.of(replaced, facts.now())));
        sections.add(ReliabilitySections.availability(availability, requests, tables));
        sections.add(WeekSections.changes(current, facts.before(), availability, earlier, facts.promised()));
        sections.add(ReliabilitySections.regions(
                availability, earlier.measured() ? Optional.of(earlier) : Optional.empty()));
        sections.add(ReliabilitySections.incidents(incidents, availability));
        sections.add(ServedRequests.latencies(current)
                .map(latencies -> ReliabilitySections.latency(
                        latencies, provenance("Cloud Monitoring, run.googleapis.com/request_latencies")))
                .orElseGet(
                        () -> ReliabilitySections.latency(availability.absence().orElse(Absence.NO_DATA))));
        sections.add(WeekSections.errors(current));
        sections.add(WeekSections.cache(current, provenance("Cloud Monitoring, lines of known look-ups")));
        sections.add(DatabaseSection.of(current.database(), facts.before().database(), facts.server()));
        sections.addAll(WeekCostSections.of(facts.costs()));
        sections.add(WeekSections.quality(current, tables));
        sections.add(WeekSections.adoption(current, tables));
        sections.addAll(feedback());
        return sections;
    }

    private static Availability availability(WeekFacts facts, ProductionData.Window of, Optional<Served> usual) {
        Optional<Served> served = of.of(facts.promised());
        return Availability.of(
                facts.objective(),
                of.window(),
                served.map(Served::step).orElse(Duration.ofMinutes(1)),
                served.map(requests -> ServedRequests.minutes(requests, usual)).orElse(List.of()),
                users(of.adoption()));
    }

    /** Stage events name users; requests do not. Retrievals without a name are of nobody knows how many. */
    private static Users users(Adoption adoption) {
        if (adoption.users() > 0) {
            return new Users(adoption.users(), adoption.affected());
        }
        return adoption.told() && adoption.found() + adoption.missed() == 0 ? new Users(0, 0) : Users.UNKNOWN;
    }

    private List<Section> feedback() {
        List<Answer> ofWindow = facts.answers().stream()
                .filter(answer -> facts.window().holds(answer.at()))
                .toList();
        if (ofWindow.isEmpty()) {
            return List.of();
        }
        Instant from =
                facts.answers().stream().map(Answer::at).min(Instant::compareTo).orElseThrow();
        Instant until = facts.window().until();
        return List.of(
                FeedbackSection.of(FeedbackSummary.of(ofWindow)),
                FeedbackWeeks.of(
                        facts.answers(), until, FeedbackWeeks.between(from, until, facts.zone()), facts.zone()));
    }

    private Provenance provenance(String source) {
        return new Provenance(
                facts.window().from(),
                facts.window().until(),
                source,
                facts.current().until());
    }

    private Optional<Section> coverage() {
        Instant until = facts.current().until();
        return until.isBefore(facts.window().until())
                ? Optional.of(new Section.Prose(
                        "coverage",
                        "Not the whole window",
                        "A window that has not ended has fewer data than one that has.",
                        List.of("Data until " + until + "; the window ends at "
                                + facts.window().until() + ".")))
                : Optional.empty();
    }

    private String title() {
        return "Production from " + LocalDate.ofInstant(facts.window().from(), facts.zone()) + " to "
                + LocalDate.ofInstant(facts.window().until().minusNanos(1), facts.zone());
    }

    private String lead(ArithmeticReview review) {
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
        String told = incidents.isEmpty()
                ? " No alert told of an incident."
                : " " + incidents.size() + (incidents.size() == 1 ? " incident." : " incidents.");
        String sum = ratio + told;
        return review.sound() ? sum : sum + " " + review.findings().size() + " of its numbers do not fit the others.";
    }
}
