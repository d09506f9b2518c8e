// SPDX-License-Identifier: Apache-2.0
package io.truename.report.weekly;

import io.truename.history.RequestHistory.Served;
import io.truename.postgres.reporting.QualityReader.Adoption;
import io.truename.postgres.reporting.QualityReader.Quality;
import io.truename.reporting.Absence;
import io.truename.reporting.Provenance;
import io.truename.reporting.Section;
import io.truename.reporting.Section.Column;
import io.truename.reporting.Section.Figure;
import io.truename.reporting.Value;
import io.truename.reviewing.reliability.Availability;
import io.truename.reviewing.reliability.LatencyHistogram.Percentile;
import io.truename.reviewing.reliability.WeekChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Sections of the production report besides reliability. */
final class WeekSections {
    private WeekSections() {}

    /** Main numbers against the window before. */
    static Section changes(
            ProductionData.Window current,
            ProductionData.Window before,
            Availability availability,
            Availability earlier,
            String function) {
        List<List<Value>> rows = new ArrayList<>();
        rows.add(row(
                "Availability",
                availability.requests().ratio(),
                earlier.requests().ratio(),
                Value::ratio,
                availability.measured()));
        rows.add(row(
                "Requests",
                number(current.of(function).map(Served::total)),
                number(before.of(function).map(Served::total)),
                amount -> Value.count(Math.round(amount)),
                availability.measured()));
        rows.add(row("Latency, p95", p95(current), p95(before), Value::milliseconds, availability.measured()));
        rows.add(row(
                "Retrievals that found their document",
                found(current.adoption()),
                found(before.adoption()),
                Value::ratio,
                current.adoption().told()));
        rows.add(row(
                "Look-ups answered without the database",
                hits(current),
                hits(before),
                Value::ratio,
                !current.cache().isEmpty()));
        rows.add(row(
                "Findings opened",
                opened(current.quality()),
                opened(before.quality()),
                amount -> Value.count(Math.round(amount)),
                false));
        return new Section.Table(
                "changes",
                "Against the window before",
                "Without a number before there is no change.",
                List.of(
                        new Column("number", "Number"),
                        new Column("now", "Now"),
                        new Column("before", "Before"),
                        new Column("change", "Change", "(now - before) / before")),
                rows);
    }

    private interface Shown {
        Value of(double amount);
    }

    private static List<Value> row(
            String name, OptionalDouble now, OptionalDouble before, Shown shown, boolean measured) {
        return List.of(
                Value.of(name),
                now.isPresent()
                        ? shown.of(now.getAsDouble())
                        : Value.absent(measured ? Absence.NO_TRAFFIC : Absence.NO_DATA),
                before.isPresent() ? shown.of(before.getAsDouble()) : Value.absent(Absence.NO_DATA),
                WeekChange.relative(before, now));
    }

    private static OptionalDouble number(Optional<Long> count) {
        return count.isPresent() ? OptionalDouble.of(count.get()) : OptionalDouble.empty();
    }

    private static OptionalDouble p95(ProductionData.Window window) {
        return ServedRequests.latencies(window)
                .flatMap(latencies -> latencies.percentile(0.95))
                .map(Percentile::estimate)
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }

    private static OptionalDouble found(Adoption adoption) {
        long all = adoption.found() + adoption.missed();
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) adoption.found() / all);
    }

    private static OptionalDouble hits(ProductionData.Window window) {
        long all = window.cache().values().stream().mapToLong(Long::longValue).sum();
        return all == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) (all - window.cache().getOrDefault("database", 0L)) / all);
    }

    private static OptionalDouble opened(Quality quality) {
        return quality.scanned() ? OptionalDouble.of((double) quality.opened()) : OptionalDouble.empty();
    }

    /** Requests by function and status. */
    static Section errors(ProductionData.Window window) {
        if (window.served().isEmpty()) {
            return new Section.Figures(
                    "errors",
                    "Answers other than success",
                    "By function and status, the most first.",
                    List.of(new Figure(
                            "errors",
                            "Answers other than success",
                            Value.absent(Absence.NO_DATA),
                            "No answer was counted.")));
        }
        List<List<Value>> rows = new ArrayList<>();
        window.served()
                .forEach((function, served) -> served.byCode().forEach((code, count) -> {
                    if (!code.startsWith("2") && count > 0) {
                        rows.add(List.of(
                                Value.of(function),
                                Value.of(code),
                                Value.count(count),
                                Value.share((double) count / served.total())));
                    }
                }));
        rows.sort((one, other) -> Double.compare(amount(other.get(2)), amount(one.get(2))));
        return new Section.Table(
                "errors",
                "Answers other than success",
                "By function and status, the most first. A status below 500 is a fault of the caller and costs no error budget.",
                List.of(
                        new Column("function", "Function"),
                        new Column("status", "Status"),
                        new Column("count", "Answers"),
                        new Column("share", "Share", "answers / all answers of the function")),
                rows);
    }

    private static double amount(Value value) {
        return value instanceof Value.Quantity quantity ? quantity.amount() : 0;
    }

    /** Answers to look-ups of known documents, by the place that they came from. */
    static Section cache(ProductionData.Window window, Provenance from) {
        long all = window.cache().values().stream().mapToLong(Long::longValue).sum();
        List<Figure> figures = new ArrayList<>();
        if (window.cache().isEmpty()) {
            figures.add(new Figure(
                    "fromMemory", "Answered from memory", Value.absent(Absence.NO_DATA), "Nobody counted look-ups."));
        }
        window.cache()
                .forEach((tier, count) -> figures.add(new Figure(
                        "from" + Character.toUpperCase(tier.charAt(0)) + tier.substring(1),
                        "Answered from " + tier,
                        all == 0 ? Value.absent(Absence.NO_TRAFFIC) : Value.share((double) count / all),
                        "",
                        from.measured(
                                "answers from " + tier + " / all answers",
                                Provenance.input("answers from " + tier, Value.count(count)),
                                Provenance.input("all answers", Value.count(all))))));
        return new Section.Figures("cache", "Cache", "Look-ups of documents that are stored already.", figures);
    }

    /** Findings and determinism. */
    static Section quality(ProductionData.Window window, Provenance from) {
        Quality quality = window.quality();
        boolean scanned = quality.scanned();
        return new Section.Figures(
                "quality",
                "Quality of ids",
                "Findings of the probe, and its comparisons of ids of several implementations.",
                List.of(
                        count("opened", "Findings opened", scanned, quality.opened(), "", from),
                        count("resolved", "Findings resolved", scanned, quality.resolved(), "", from),
                        count(
                                "reopened",
                                "Findings reopened",
                                scanned,
                                quality.reopened(),
                                "They had been resolved.",
                                from),
                        count(
                                "open",
                                "Findings not resolved",
                                scanned || quality.open() > 0,
                                quality.open(),
                                "Now, not at the window's end.",
                                from),
                        new Figure(
                                "determinism",
                                "Self-checks that agreed",
                                quality.checks() == 0
                                        ? Value.absent(Absence.NO_DATA)
                                        : Value.ratio(
                                                (double) (quality.checks() - quality.differing()) / quality.checks()),
                                "All implementations gave the same ids.",
                                from.measured(
                                        "self-checks without a difference / self-checks",
                                        Provenance.input(
                                                "self-checks without a difference",
                                                Value.count(quality.checks() - quality.differing())),
                                        Provenance.input("self-checks", Value.count(quality.checks()))))));
    }

    /** Documents and users of the window. */
    static Section adoption(ProductionData.Window window, Provenance from) {
        Adoption adoption = window.adoption();
        boolean told = adoption.told();
        return new Section.Figures(
                "adoption",
                "Adoption",
                "From the stage events of the pipeline.",
                List.of(
                        count("documents", "New documents", told, adoption.documents(), "", from),
                        new Figure(
                                "agreeing",
                                "Named alike by every stage",
                                adoption.documents() == 0
                                        ? Value.absent(told ? Absence.NO_TRAFFIC : Absence.NO_DATA)
                                        : Value.ratio((double) adoption.agreeing() / adoption.documents()),
                                "Documents that no stage named otherwise than the recipe.",
                                from.measured(
                                        "documents with the recipe's id in every stage / documents",
                                        Provenance.input(
                                                "documents with the recipe's id in every stage",
                                                Value.count(adoption.agreeing())),
                                        Provenance.input("documents", Value.count(adoption.documents())))),
                        count("users", "Users with a retrieval", told, adoption.users(), "", from)));
    }

    private static Figure count(
            String key, String label, boolean measured, long count, String meaning, Provenance from) {
        return new Figure(
                key,
                label,
                measured ? Value.count(count) : Value.absent(Absence.NO_DATA),
                meaning,
                from.measured("count"));
    }
}
