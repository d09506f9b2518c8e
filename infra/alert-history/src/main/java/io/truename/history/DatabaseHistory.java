// SPDX-License-Identifier: Apache-2.0
package io.truename.history;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.monitoring.v3.Aggregation.Aligner;
import com.google.monitoring.v3.Aggregation.Reducer;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.protobuf.util.Timestamps;
import io.truename.alerting.series.Histogram;
import io.truename.catalog.Catalog;
import io.truename.monitoring.MetricAggregates;
import io.truename.monitoring.MetricAggregates.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Past of the database server: connections, look-ups, replication, waits for locks, failures and size. Thread-safe. */
public final class DatabaseHistory {
    private static final String SERVER = "cloudsql.googleapis.com/database/";
    private static final String SERVER_ID = "resource.labels.database_id";
    private static final Duration HOUR = Duration.ofHours(1);

    /** Peaks of several databases of a server are added, so that they must be close together. */
    private static final Duration CLOSE = Duration.ofMinutes(10);

    private final Catalog catalog;
    private final MetricAggregates metrics;

    public DatabaseHistory(Catalog catalog, MetricAggregates metrics) {
        this.catalog = catalog;
        this.metrics = metrics;
    }

    /**
     * Use of the database in a time. Empty where nothing was measured.
     *
     * @param connections the most of a server: the most of ten minutes, over its databases
     * @param lookUps seconds of look-ups by id
     * @param lagSeconds the longest of a replica
     * @param lockWaits the most sessions that waited for a lock of a migration at once
     * @param failures calls that the database refused or that did not reach it
     * @param deadlocks that the server ended, of samples of its counter
     * @param bytes used of its disk at the end of the time, of the server that uses most
     * @param grown by how many bytes since the begin
     */
    public record Use(
            OptionalDouble connections,
            Optional<Histogram> lookUps,
            OptionalDouble lagSeconds,
            OptionalDouble lockWaits,
            OptionalDouble failures,
            OptionalDouble deadlocks,
            OptionalDouble bytes,
            OptionalDouble grown) {
        /** Nothing was measured. */
        public static final Use UNKNOWN = new Use(
                OptionalDouble.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    /**
     * Reads the use between two times.
     *
     * @throws io.truename.monitoring.MetricReadException if the points cannot be read; the message says what helps
     */
    public Use read(Instant from, Instant until) {
        List<Measured> connections = of(
                SERVER + "postgresql/num_backends",
                AlignedTime.of(from, until, CLOSE),
                Aligner.ALIGN_MAX,
                Reducer.REDUCE_SUM,
                List.of(SERVER_ID));
        AlignedTime hours = AlignedTime.of(from, until, HOUR);
        List<Measured> lag =
                of(SERVER + "replication/replica_lag", hours, Aligner.ALIGN_MAX, Reducer.REDUCE_MAX, List.of());
        if (lag.isEmpty()) {
            // Of a server that is not Cloud SQL's; measured while a migration is at work.
            lag = of("database/replication_lag_seconds", hours, Aligner.ALIGN_MAX, Reducer.REDUCE_MAX, List.of());
        }
        List<Measured> disk = of(SERVER + "disk/bytes_used", hours, Aligner.ALIGN_MAX, Reducer.REDUCE_MAX, List.of());
        return new Use(
                most(connections),
                Distributions.merged(metrics, type("database/id_lookup_seconds"), Map.of(), from, until),
                most(lag),
                most(of("database/lock_waits", hours, Aligner.ALIGN_MAX, Reducer.REDUCE_MAX, List.of())),
                sum(of("database/failures", hours, Aligner.ALIGN_DELTA, Reducer.REDUCE_SUM, List.of())),
                sum(of(
                        SERVER + "postgresql/deadlock_count",
                        hours,
                        Aligner.ALIGN_DELTA,
                        Reducer.REDUCE_SUM,
                        List.of())),
                newest(disk),
                growth(disk));
    }

    private String type(String metric) {
        return CatalogMetrics.require(catalog, metric).type();
    }

    private record Measured(Instant at, double value) {}

    private List<Measured> of(String metric, AlignedTime time, Aligner aligner, Reducer reducer, List<String> by) {
        List<Measured> measured = new ArrayList<>();
        for (AlignedTime part : time.parts()) {
            List<TimeSeries> read = metrics.read(
                    Question.of(type(metric), Map.of(), part.from(), part.until(), part.step(), aligner, reducer, by));
            for (TimeSeries series : read) {
                for (Point point : series.getPointsList()) {
                    Instant end = Instant.ofEpochMilli(
                            Timestamps.toMillis(point.getInterval().getEndTime()) - 1);
                    if (part.holds(end) && series.getMetricKind() != MetricKind.CUMULATIVE) {
                        measured.add(new Measured(end, number(point.getValue())));
                    }
                }
            }
        }
        return measured;
    }

    private static double number(TypedValue value) {
        return value.hasInt64Value() ? value.getInt64Value() : value.getDoubleValue();
    }

    private static OptionalDouble most(List<Measured> measured) {
        return measured.stream().mapToDouble(Measured::value).max();
    }

    private static OptionalDouble sum(List<Measured> measured) {
        return measured.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        measured.stream().mapToDouble(Measured::value).sum());
    }

    private static OptionalDouble newest(List<Measured> measured) {
        return measured.stream().max(Comparator.comparing(Measured::at)).stream()
                .mapToDouble(Measured::value)
                .findFirst();
    }

    private static OptionalDouble growth(List<Measured> measured) {
        OptionalDouble oldest = measured.stream().min(Comparator.comparing(Measured::at)).stream()
                .mapToDouble(Measured::value)
                .findFirst();
        OptionalDouble newest = newest(measured);
        return oldest.isPresent() && newest.isPresent()
                ? OptionalDouble.of(newest.getAsDouble() - oldest.getAsDouble())
                : OptionalDouble.empty();
    }
}
