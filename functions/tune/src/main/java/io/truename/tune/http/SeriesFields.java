// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import io.truename.catalog.Catalog;
import io.truename.edge.json.JsonBody;
import io.truename.history.ComparedCondition;
import io.truename.tuning.series.MetricPoint;
import io.truename.tuning.series.MetricSeries;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Field {@code series} of a body: points, lines of CSV, or the values that an alert compares. */
final class SeriesFields {
    /** Largest number that a value or a threshold may have. */
    static final double MOST = 1e15;

    private static final int MOST_POINTS = 60_000;
    private static final int MOST_SLOTS = 2 * MOST_POINTS;
    private static final long SHORTEST_PERIOD = 1_000;
    private static final long YEAR_2100 = 4_102_444_800_000L;
    private static final String HEADING = "timestamp,value";
    private static final String CHOICE = "must have one of alert, points and csv";
    private static final String TIME = "must be a time such as 2026-11-28T12:00:00Z, from 1970 to 2099";

    private SeriesFields() {}

    /** Series that is asked for. */
    sealed interface Asked {
        /** Values that the condition of an alert compared in the last days. */
        record OfAlert(ComparedCondition condition, int days) implements Asked {}

        /** Values of the body. */
        record Given(MetricSeries series) implements Asked {}
    }

    /** Reads the field; empty with a problem if it is missing or bad. */
    static Optional<Asked> read(JsonBody body, Catalog catalog) {
        boolean given = body.has("series");
        Optional<JsonBody> series = body.object("series");
        if (series.isEmpty()) {
            if (!given) {
                body.problem("series", "must be given: an object with alert, points or csv", "nothing");
            }
            return Optional.empty();
        }
        Optional<Asked> asked = read(body, series.get(), catalog);
        series.get().refuseUnread();
        return asked;
    }

    private static Optional<Asked> read(JsonBody body, JsonBody series, Catalog catalog) {
        boolean alert = series.has("alert");
        boolean points = series.has("points");
        boolean csv = series.has("csv");
        if ((alert ? 1 : 0) + (points ? 1 : 0) + (csv ? 1 : 0) != 1) {
            body.problem("series", CHOICE, alert || points || csv ? "several" : "nothing");
            return Optional.empty();
        }
        if (alert) {
            Optional<ComparedCondition> condition = AlertFields.condition(series, catalog);
            int days = (int) series.whole("days", BaselineCalls.USUAL_DAYS, 1, BaselineCalls.MOST_DAYS);
            return condition.map(named -> new Asked.OfAlert(named, days));
        }
        String field = points ? "points" : "csv";
        List<MetricPoint> read =
                points ? points(series) : series.text("csv", List.<MetricPoint>of(), SeriesFields::lines);
        return read.isEmpty() ? Optional.empty() : gridded(series, field, read).map(Asked.Given::new);
    }

    private static List<MetricPoint> points(JsonBody series) {
        List<MetricPoint> points = new ArrayList<>();
        List<JsonBody> items = series.objects("points", MOST_POINTS, "points");
        for (JsonBody item : items) {
            Optional<Long> time = moment(item, "timestamp");
            boolean given = item.has("value");
            double value = item.decimal("value", Double.NaN, -MOST, MOST);
            if (!given) {
                item.problem("value", "must be given: a number", "nothing");
            }
            item.refuseUnread();
            if (time.isPresent() && Double.isFinite(value)) {
                points.add(new MetricPoint(time.get(), value));
            }
        }
        // A body with bad points is refused anyway; a second problem with the rest would mislead.
        return points.size() == items.size() ? points : List.of();
    }

    /** A required time; empty with a problem if it is missing or bad. */
    static Optional<Long> moment(JsonBody body, String name) {
        if (!body.has(name)) {
            body.problem(name, "must be given: a time such as 2026-11-28T12:00:00Z", "nothing");
        }
        return body.text(name, Optional.empty(), text -> Optional.of(time(text)));
    }

    private static List<MetricPoint> lines(String csv) {
        Iterator<String> lines = csv.lines().iterator();
        if (!lines.hasNext() || !lines.next().strip().equals(HEADING)) {
            throw new IllegalArgumentException("must begin with the line " + HEADING);
        }
        List<MetricPoint> points = new ArrayList<>();
        for (int number = 2; lines.hasNext(); number++) {
            String line = lines.next();
            if (line.isBlank()) {
                continue;
            }
            if (points.size() == MOST_POINTS) {
                throw new IllegalArgumentException("must have at most " + MOST_POINTS + " lines; split the request");
            }
            points.add(point(line, number));
        }
        return points;
    }

    private static MetricPoint point(String line, int number) {
        int comma = line.indexOf(',');
        try {
            double value = new BigDecimal(line.substring(comma + 1).strip()).doubleValue();
            if (comma > 0 && Math.abs(value) <= MOST) {
                return new MetricPoint(time(line.substring(0, comma).strip()), value);
            }
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(rule(number), unreadable);
        }
        throw new IllegalArgumentException(rule(number));
    }

    private static String rule(int line) {
        return "must have lines such as 2026-11-28T12:00:00Z,20.5; line " + line + " is another";
    }

    /** Milliseconds since 1970 of a time as ISO 8601 writes it; one without an offset is in UTC. */
    private static long time(String text) {
        try {
            String iso = text.replace(' ', 'T');
            long millis = (iso.endsWith("Z") || iso.matches(".*[+-][0-9]{2}:[0-9]{2}")
                            ? OffsetDateTime.parse(iso)
                            : LocalDateTime.parse(iso).atOffset(ZoneOffset.UTC))
                    .toInstant()
                    .toEpochMilli();
            if (millis >= 0 && millis < YEAR_2100) {
                return millis;
            }
        } catch (DateTimeException | ArithmeticException noTime) {
            throw new IllegalArgumentException(TIME, noTime);
        }
        throw new IllegalArgumentException(TIME);
    }

    private static Optional<MetricSeries> gridded(JsonBody series, String field, List<MetricPoint> points) {
        if (points.stream().mapToLong(MetricPoint::time).distinct().count() < 2) {
            series.problem(field, "must have points of at least two different times", "fewer");
            return Optional.empty();
        }
        long period = MetricSeries.usualPeriod(points);
        long first = points.stream().mapToLong(MetricPoint::time).min().orElseThrow();
        long last = points.stream().mapToLong(MetricPoint::time).max().orElseThrow();
        if (period < SHORTEST_PERIOD || (last - first) / period >= MOST_SLOTS) {
            series.problem(
                    field,
                    "must have a second or more between points, and span at most " + MOST_SLOTS
                            + " times their usual distance",
                    period + " ms between points, a span of " + (last - first) / 1000 + " s");
            return Optional.empty();
        }
        return Optional.of(MetricSeries.gridded(points, period));
    }
}
