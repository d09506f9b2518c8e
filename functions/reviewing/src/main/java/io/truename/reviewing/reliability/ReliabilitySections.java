// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.reliability;

import io.truename.reporting.Absence;
import io.truename.reporting.Derivation.Certainty;
import io.truename.reporting.Provenance;
import io.truename.reporting.Section;
import io.truename.reporting.Section.Column;
import io.truename.reporting.Section.Figure;
import io.truename.reporting.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Sections of a report on a week, a month or a quarter. */
public final class ReliabilitySections {
    private static final double[] RANKS = {0.5, 0.95, 0.99};

    private ReliabilitySections() {}

    /**
     * Availability and error budget.
     *
     * @param ofUsers time and source of the users
     */
    public static Section availability(Availability availability, Provenance provenance, Provenance ofUsers) {
        return new Section.Figures(
                "reliability", "Reliability", "Over the whole window.", availability.figures(provenance, ofUsers));
    }

    /**
     * Regions by name, worst first.
     *
     * @param before the same of the window before; its column is left out if there is none
     */
    public static Section regions(Availability availability, Optional<Availability> before) {
        if (availability.regions().isEmpty()) {
            return new Section.Figures(
                    "regions",
                    "Regions",
                    "Worst first.",
                    List.of(new Figure(
                            "regions",
                            "Regions with requests",
                            Value.absent(Absence.NO_DATA),
                            "No region told of any.")));
        }
        List<Column> columns = new ArrayList<>(List.of(
                new Column("region", "Region"),
                new Column("availability", "Availability", "good requests / requests"),
                new Column("requests", "Requests"),
                new Column("failed", "Failed")));
        before.ifPresent(earlier -> columns.add(new Column("before", "Before")));
        List<List<Value>> rows = new ArrayList<>();
        for (Availability.Region region : availability.regions()) {
            List<Value> row = new ArrayList<>(List.of(
                    Value.of(region.name()),
                    ratio(region.requests()),
                    Value.count(region.requests().total()),
                    Value.count(region.requests().bad())));
            before.ifPresent(earlier -> row.add(earlier.regions().stream()
                    .filter(other -> other.name().equals(region.name()))
                    .map(other -> ratio(other.requests()))
                    .findFirst()
                    .orElse(Value.absent(Absence.NO_DATA))));
            rows.add(row);
        }
        return new Section.Table("regions", "Regions", "Worst first.", columns, rows);
    }

    private static Value ratio(Requests requests) {
        return requests.ratio().stream().mapToObj(Value::ratio).findFirst().orElse(Value.absent(Absence.NO_TRAFFIC));
    }

    /** The word for missing latencies. */
    public static Section latency(Absence absence) {
        return new Section.Figures(
                "latency",
                "Latency",
                "Buckets of all regions and hours are merged before percentiles are read.",
                Stream.of("mean", "p50", "p95", "p99")
                        .map(name -> new Figure(
                                "latency" + Character.toUpperCase(name.charAt(0)) + name.substring(1),
                                "Latency, " + name,
                                Value.absent(absence),
                                ""))
                        .toList());
    }

    /** Mean and percentiles, each with the bucket that it is in. */
    public static Section latency(LatencyHistogram histogram, Provenance provenance) {
        Value count = Value.count(histogram.total());
        List<Figure> figures = new ArrayList<>();
        OptionalDouble mean = histogram.mean();
        figures.add(new Figure(
                "latencyMean",
                "Latency, mean",
                mean.isPresent() ? Value.milliseconds(mean.getAsDouble()) : Value.absent(Absence.NO_TRAFFIC),
                "",
                provenance.measured("sum of latencies / requests", Provenance.input("requests", count))));
        for (double rank : RANKS) {
            String name = "p" + Math.round(rank * 100);
            Optional<LatencyHistogram.Percentile> percentile = histogram.percentile(rank);
            figures.add(new Figure(
                    "latency" + Character.toUpperCase(name.charAt(0)) + name.substring(1),
                    "Latency, " + name,
                    percentile
                            .<Value>map(found -> Value.milliseconds(found.estimate()))
                            .orElse(Value.absent(Absence.NO_TRAFFIC)),
                    percentile
                            .map(found -> Double.isInfinite(found.high())
                                    ? "Above the last bucket: the true value is larger."
                                    : "Between "
                                            + Value.milliseconds(found.low()).forPeople() + " and "
                                            + Value.milliseconds(found.high()).forPeople()
                                            + ", its bucket: off by "
                                            + Value.milliseconds(found.error()).forPeople() + " at most.")
                            .orElse(""),
                    provenance
                            .measured(
                                    "value in the merged buckets that " + name.substring(1)
                                            + " % of requests do not exceed",
                                    Provenance.input("requests", count))
                            .as(Certainty.ESTIMATED)));
        }
        return new Section.Figures(
                "latency",
                "Latency",
                "Buckets of all regions and hours are merged before percentiles are read.",
                figures);
    }

    /** Incidents one by one. */
    public static Section incidents(Collection<Incident> incidents, Availability availability) {
        return new Section.Table(
                "incidents",
                "Incidents",
                "As alerts told of them, most failed requests first.",
                List.of(
                        new Column("name", "Incident"),
                        new Column("began", "Began"),
                        new Column("detect", "To detect"),
                        new Column("mitigate", "To mitigate"),
                        new Column("failed", "Failed requests"),
                        new Column(
                                "budget",
                                "Error budget used",
                                "failed requests / ((1 - objective) * requests of the window)"),
                        new Column("review", "Review of causes")),
                incidents.stream()
                        .map(each -> List.of(
                                Value.of(each.name()),
                                Value.of(each.began().toString()),
                                minutes(each.toDetect()),
                                each.toMitigate()
                                        .map(ReliabilitySections::minutes)
                                        .orElse(Value.of("lasts")),
                                Value.count(each.badRequests()),
                                Value.share(each.budgetUsed(availability)),
                                Value.of(each.needsReview(availability) ? "needed" : "")))
                        .toList());
    }

    private static Value minutes(Duration duration) {
        return Value.minutes(duration.toMillis() / 60_000.0);
    }
}
