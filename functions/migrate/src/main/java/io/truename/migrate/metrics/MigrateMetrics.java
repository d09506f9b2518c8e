// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.metrics;

import io.truename.monitoring.Buckets;
import io.truename.monitoring.Metric;
import io.truename.monitoring.MetricLabel;
import io.truename.rekeying.hold.HoldCode;
import io.truename.rekeying.run.Direction;
import io.truename.rekeying.run.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Metrics that {@code migrate} writes itself. terraform/catalog/metrics.yaml declares the same ones, and a test compares them. */
public final class MigrateMetrics {
    /** Stands for each code of a failure that makes a run hold. */
    static final String ERROR = "error";

    private static final MetricLabel STAGE = new MetricLabel(
            "stage", Arrays.stream(Stage.values()).map(Stage::word).collect(Collectors.toSet()));
    private static final MetricLabel DIRECTION = new MetricLabel(
            "direction", Arrays.stream(Direction.values()).map(Direction::name).collect(Collectors.toSet()));

    public static final Metric.Gauge PROGRESS = new Metric.Gauge(
            "migrate/progress", "10^2.%", "Completed share of the run's stage, from 0 to 1.", false, List.of(STAGE));
    public static final Metric.Gauge REMAINING_SECONDS = new Metric.Gauge(
            "migrate/remaining_seconds", "s", "Estimated remaining time of the run's stage.", false, List.of(STAGE));
    public static final Metric.Gauge ADVANCING = new Metric.Gauge(
            "migrate/advancing",
            "1",
            "1 if the last step brought its run on or kept to its plan, 0 if it waited for something else or failed.",
            false,
            List.of());
    public static final Metric.Counter ROWS_MOVED =
            new Metric.Counter("migrate/rows_moved", "{row}", "Rows moved in all tables.", List.of(DIRECTION));
    public static final Metric.Gauge ROWS_PER_SECOND = new Metric.Gauge(
            "migrate/rows_per_second",
            "{row}/s",
            "Rows moved a second in all tables, while a batch is under way.",
            false,
            List.of(DIRECTION));
    public static final Metric.Distribution BATCH_SECONDS = new Metric.Distribution(
            "migrate/batch_seconds",
            "s",
            "Duration of batches.",
            Buckets.explicit(0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30, 60, 120),
            List.of(DIRECTION));
    public static final Metric.Counter HOLDS = new Metric.Counter(
            "migrate/holds", "{hold}", "Holds by reason.", List.of(new MetricLabel("code", holdCodes())));
    public static final Metric.Gauge QUARANTINED =
            new Metric.Gauge("migrate/quarantined", "{document}", "Documents in quarantine.", true, List.of());
    public static final Metric.Counter VALIDATION_FAILURES = new Metric.Counter(
            "migrate/validation_failures", "{failure}", "Batches and corpora whose validation failed.", List.of());
    public static final Metric.Gauge LATE_LOOKUPS = new Metric.Gauge(
            "migrate/late_lookups",
            "{lookup}",
            "Old ids that were found on the current day although their run had ended.",
            true,
            List.of());

    public static final Metric.Gauge RENAMES_WAITING_SECONDS = new Metric.Gauge(
            "migrate/renames_waiting_seconds",
            "s",
            "Age of the oldest pair of names that the topic does not have.",
            false,
            List.of());

    public static final Metric.Gauge CONNECTIONS = new Metric.Gauge(
            "database/connections",
            "{connection}",
            "Connections to the database by state.",
            true,
            List.of(MetricLabel.of("state", "active", "idle", "idle_in_transaction", "other")));
    public static final Metric.Gauge POOL_WAITS = new Metric.Gauge(
            "database/pool_waits", "{caller}", "Callers of the instance that wait for a connection.", true, List.of());
    public static final Metric.Gauge LOCK_WAITS = new Metric.Gauge(
            "database/lock_waits", "{session}", "Sessions of others that wait for a lock of the run.", true, List.of());
    public static final Metric.Gauge REPLICATION_LAG_SECONDS =
            new Metric.Gauge("database/replication_lag_seconds", "s", "Lag of the slowest replica.", false, List.of());
    public static final Metric.Gauge DEAD_ROWS =
            new Metric.Gauge("database/dead_rows", "{row}", "Dead rows of the corpus.", true, List.of());
    public static final Metric.Distribution ID_LOOKUP_SECONDS = new Metric.Distribution(
            "database/id_lookup_seconds",
            "s",
            "Duration of look-ups by id.",
            Buckets.exponential(0.0001, 1.5, 30),
            List.of());
    public static final Metric.Gauge MEMORY_AFTER_GC = new Metric.Gauge(
            "runtime/memory_after_gc", "By", "Heap in use after the last garbage collection.", true, List.of());

    private MigrateMetrics() {}

    /** All of them. */
    public static List<Metric> all() {
        return List.of(
                PROGRESS,
                REMAINING_SECONDS,
                ADVANCING,
                ROWS_MOVED,
                ROWS_PER_SECOND,
                BATCH_SECONDS,
                HOLDS,
                QUARANTINED,
                VALIDATION_FAILURES,
                LATE_LOOKUPS,
                RENAMES_WAITING_SECONDS,
                CONNECTIONS,
                POOL_WAITS,
                LOCK_WAITS,
                REPLICATION_LAG_SECONDS,
                DEAD_ROWS,
                ID_LOOKUP_SECONDS,
                MEMORY_AFTER_GC);
    }

    /** Label of a hold's code. */
    static String holdCode(String code) {
        return HOLDS.labels().get(0).values().contains(code) ? code : ERROR;
    }

    private static Set<String> holdCodes() {
        return Stream.concat(
                        Arrays.stream(HoldCode.values()).map(HoldCode::code),
                        Stream.of("writers.untrue", "later.moves", ERROR, MetricLabel.OTHER))
                .collect(Collectors.toSet());
    }
}
