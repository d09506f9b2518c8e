// SPDX-License-Identifier: Apache-2.0
package io.truename.report.migration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.history.QueryHistory;
import io.truename.postgres.Database;
import io.truename.postgres.reporting.MigrationReader;
import io.truename.postgres.reporting.MigrationReader.Migration;
import io.truename.postgres.reporting.ReportStore.Stored;
import io.truename.report.making.CannotMakeException;
import io.truename.report.making.ReportMaker;
import io.truename.reporting.Provenance;
import io.truename.reporting.Report;
import io.truename.reporting.Section;
import io.truename.reporting.Section.Figure;
import io.truename.reporting.Value;
import io.truename.reviewing.comparison.ComparisonSection;
import io.truename.reviewing.comparison.EqualHours;
import io.truename.reviewing.comparison.HourComparison;
import io.truename.reviewing.comparison.HourComparison.Pair;
import io.truename.reviewing.comparison.HourComparison.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Maker of the report of a migration: its work, and whether anything got worse in the 48 hours after its end, against equal hours before its
 * begin.
 */
public final class MigrationMaker implements ReportMaker {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration HOUR = Duration.ofHours(1);
    private static final List<Measure> MEASURES = List.of(
            Measure.requests(),
            Measure.errors(),
            Measure.latency("generate"),
            Measure.latency("migrate"),
            Measure.latency("probe"),
            Measure.lookUps(),
            Measure.retrievals());

    private final Database database;
    private final MigrationReader reader = new MigrationReader();
    private final Supplier<QueryHistory> history;
    private final Clock clock;

    /** {@code history} throws {@link io.truename.edge.corpus.NotSetUpException} without a project. */
    public MigrationMaker(Database database, Supplier<QueryHistory> history, Clock clock) {
        this.database = database;
        this.history = history;
        this.clock = clock;
    }

    @Override
    public Report make(Stored stored) {
        UUID id = run(stored);
        Migration migration = database.with(session -> reader.find(session, id))
                .orElseThrow(
                        () -> new CannotMakeException(
                                "There is no run " + id
                                        + ": GET /functions/migrate/migrations lists them. Begin the report again with the id of one."));
        Instant began = migration
                .startedAt()
                .orElseThrow(() -> new CannotMakeException(
                        "The run has moved nothing yet: begin the report again after its end."));
        Instant ended = migration
                .endedAt()
                .orElseThrow(() -> new CannotMakeException(
                        "The run is " + migration.state() + ": begin the report again after its end."));
        Instant now = clock.instant();
        EqualHours hours = EqualHours.of(began, ended, now);
        List<ComparisonSection.Row> rows =
                MEASURES.stream().map(measure -> row(measure, hours)).toList();
        List<Section> sections = new ArrayList<>();
        sections.add(work(migration, began, ended, now));
        sections.add(watch(rows, hours, ended));
        sections.add(ComparisonSection.of(rows, hours));
        return new Report("migration", "Migration " + id, lead(migration, rows, hours), now, sections);
    }

    private static UUID run(Stored stored) {
        try {
            return UUID.fromString(
                    MAPPER.readTree(stored.order().options()).path("run").asText());
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("options: are not what a request made", notOurs);
        }
    }

    private ComparisonSection.Row row(Measure measure, EqualHours hours) {
        List<Pair> pairs = new ArrayList<>();
        if (!hours.after().isEmpty()) {
            Map<Instant, Double> after = values(measure, hours.after());
            Map<Instant, Double> before =
                    values(measure, hours.after().stream().map(hours::before).toList());
            for (Instant hour : hours.after()) {
                pairs.add(new Pair(value(before, hours.before(hour)), value(after, hour)));
            }
        }
        return new ComparisonSection.Row(measure.name(), HourComparison.of(pairs, measure.good()), measure.shown());
    }

    /** Values by the begin of their hour. A query looks back an hour from its end. */
    private Map<Instant, Double> values(Measure measure, List<Instant> hours) {
        Map<Instant, Double> byHour = new HashMap<>();
        Instant first = hours.get(0).plus(HOUR);
        Instant last = hours.get(hours.size() - 1).plus(HOUR);
        for (QueryHistory.Answered answered : history.get().values(measure.query(), HOUR, first, last)) {
            for (int at = 0; at < answered.values().size(); at++) {
                double value = answered.values().value(at);
                if (Double.isFinite(value)) {
                    byHour.put(Instant.ofEpochMilli(answered.values().time(at)).minus(HOUR), value);
                }
            }
        }
        return byHour;
    }

    private static OptionalDouble value(Map<Instant, Double> values, Instant hour) {
        Double value = values.get(hour);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static Section work(Migration migration, Instant began, Instant ended, Instant now) {
        Provenance from = new Provenance(began, ended, "tables of migrate", now);
        double seconds = Math.max(1, Duration.between(began, ended).toMillis() / 1000.0);
        return new Section.Figures(
                "work",
                "Work",
                "From the first row that moved to the end of the run, which is "
                        + migration.state().toLowerCase(Locale.ROOT).replace('_', ' ') + ".",
                List.of(
                        count("documents", "Documents moved", migration.documents(), "Net of those moved back.", from),
                        count("chunks", "Chunks moved", migration.chunks(), "Likewise.", from),
                        count("merged", "Rows merged", migration.merged(), "They equalled another row.", from),
                        count("quarantined", "Documents set aside", migration.quarantined(), "Not resolved yet.", from),
                        new Figure(
                                "duration",
                                "Duration",
                                Value.seconds(seconds),
                                "Pauses and holds included.",
                                from.measured("end - begin")),
                        new Figure(
                                "rate",
                                "Throughput",
                                Value.perSecond(migration.rows() / seconds),
                                "Rows of all tables, both directions.",
                                from.measured(
                                        "rows / duration",
                                        Provenance.input("rows", Value.count(migration.rows())),
                                        Provenance.input("duration", Value.seconds(seconds)),
                                        Provenance.input(
                                                "time that workers were busy",
                                                Value.seconds(migration.busySeconds()))))));
    }

    private static Figure count(String key, String label, long count, String meaning, Provenance from) {
        return new Figure(key, label, Value.count(count), meaning, from.measured("count"));
    }

    private static Section watch(List<ComparisonSection.Row> rows, EqualHours hours, Instant ended) {
        List<String> worse = names(rows, Verdict.WORSE);
        String state = hours.over()
                ? "The watch of " + EqualHours.WATCH + " hours is over."
                : "The watch goes on until "
                        + ended.plus(Duration.ofHours(EqualHours.WATCH)).truncatedTo(ChronoUnit.SECONDS) + "; "
                        + hours.after().size() + " of " + EqualHours.WATCH
                        + " hours have passed. Make this report again then.";
        return new Section.Prose(
                "watch",
                "Watch",
                "Whether anything got worse after the end.",
                List.of(
                        worse.isEmpty()
                                ? none(rows)
                                : "Worse: " + String.join(", ", worse)
                                        + ". The rollback is POST /functions/migrate/migrations/{id}/rollback.",
                        state));
    }

    /** The sentence of rows of which none got worse, which without hours proves nothing. */
    private static String none(List<ComparisonSection.Row> rows) {
        long judged = rows.stream()
                .filter(row -> row.comparison().verdict() != Verdict.TOO_FEW)
                .count();
        return judged == 0
                ? "Too few hours with numbers to judge anything."
                : "Of " + judged + " measures with enough hours, none got worse by more than chance.";
    }

    private static List<String> names(List<ComparisonSection.Row> rows, Verdict verdict) {
        return rows.stream()
                .filter(row -> row.comparison().verdict() == verdict)
                .map(ComparisonSection.Row::name)
                .toList();
    }

    private static String lead(Migration migration, List<ComparisonSection.Row> rows, EqualHours hours) {
        List<String> worse = names(rows, Verdict.WORSE);
        return "The run moved " + Value.count(migration.documents()).forPeople() + " documents and "
                + Value.count(migration.chunks()).forPeople() + " chunks. "
                + (worse.isEmpty()
                        ? none(rows) + " Hours after it: " + hours.after().size() + "."
                        : "Worse since: " + String.join(", ", worse) + ".");
    }
}
