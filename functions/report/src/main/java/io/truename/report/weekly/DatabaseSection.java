// SPDX-License-Identifier: Apache-2.0
package io.truename.report.weekly;

import io.truename.alerting.series.Histogram;
import io.truename.history.DatabaseHistory.Use;
import io.truename.postgres.reporting.ServerReader.Limits;
import io.truename.reporting.Absence;
import io.truename.reporting.Section;
import io.truename.reporting.Section.Column;
import io.truename.reporting.Value;
import io.truename.reviewing.reliability.WeekChange;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/** Section on the database: connections against their limit, look-ups, replication, locks, failures and size, beside the window before. */
final class DatabaseSection {
    /** Share of the limit from which somebody should do something. */
    static final double FULL = 0.8;

    private static final double MILLIS = 1000;

    private final Use now;
    private final Use before;
    private final List<List<Value>> rows = new ArrayList<>();

    private DatabaseSection(Use now, Use before) {
        this.now = now;
        this.before = before;
    }

    /**
     * The section.
     *
     * @param limits of the server now: it tells no past ones
     */
    static Section of(Use now, Use before, Limits limits) {
        DatabaseSection section = new DatabaseSection(now, before);
        section.rows(limits);
        return new Section.Table(
                "database",
                "Database",
                "Of Cloud SQL's server, and of look-ups by id and waits for locks as migrate measures them. The limit is that"
                        + " of the time of the report.",
                List.of(
                        new Column("number", "Number"),
                        new Column("now", "Now"),
                        new Column("before", "Before"),
                        new Column("change", "Change", "(now - before) / before")),
                section.rows);
    }

    private void rows(Limits limits) {
        row("Connections, the most at once", Use::connections, DatabaseSection::count);
        row("Share of the limit of " + limits.connections() + " connections", use -> used(use, limits), Value::share);
        row("Look-ups by id, mean", use -> mean(use), Value::milliseconds);
        row("Look-ups by id, p50", use -> percentile(use, 0.5), Value::milliseconds);
        row("Look-ups by id, p95", use -> percentile(use, 0.95), Value::milliseconds);
        row("Look-ups by id, p99", use -> percentile(use, 0.99), Value::milliseconds);
        row("Replication lag, the longest", Use::lagSeconds, Value::seconds);
        row("Sessions that waited for a lock, the most at once", Use::lockWaits, DatabaseSection::count);
        row("Calls that failed", Use::failures, DatabaseSection::count);
        row("Deadlocks", Use::deadlocks, DatabaseSection::count);
        row("Disk in use", Use::bytes, bytes -> Value.bytes(Math.round(bytes)));
        row("Disk, growth", Use::grown, bytes -> Value.bytes(Math.round(bytes)));
    }

    /** Most connections at once by the limit; empty if nobody counted. */
    static OptionalDouble used(Use use, Limits limits) {
        return use.connections().isPresent()
                ? OptionalDouble.of(use.connections().getAsDouble() / limits.connections())
                : OptionalDouble.empty();
    }

    private static Value count(double count) {
        return Value.count(Math.round(count));
    }

    private static OptionalDouble mean(Use use) {
        return use.lookUps().map(Histogram::mean).stream()
                .mapToDouble(mean -> mean * MILLIS)
                .findFirst();
    }

    private static OptionalDouble percentile(Use use, double rank) {
        OptionalDouble seconds =
                use.lookUps().map(lookUps -> lookUps.percentile(rank)).orElse(OptionalDouble.empty());
        return seconds.isPresent() ? OptionalDouble.of(seconds.getAsDouble() * MILLIS) : seconds;
    }

    private void row(String name, Function<Use, OptionalDouble> number, DoubleFunction<Value> shown) {
        OptionalDouble current = number.apply(now);
        OptionalDouble earlier = number.apply(before);
        rows.add(List.of(
                Value.of(name), value(current, shown), value(earlier, shown), WeekChange.relative(earlier, current)));
    }

    private static Value value(OptionalDouble number, DoubleFunction<Value> shown) {
        return number.isPresent() ? shown.apply(number.getAsDouble()) : Value.absent(Absence.NO_DATA);
    }
}
