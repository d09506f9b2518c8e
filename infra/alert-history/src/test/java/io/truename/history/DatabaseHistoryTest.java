// SPDX-License-Identifier: Apache-2.0
package io.truename.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.series.Buckets;
import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.PointValue;
import io.truename.catalog.Catalog;
import io.truename.catalog.CatalogReader;
import io.truename.history.DatabaseHistory.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class DatabaseHistoryTest {
    private static final Instant FROM = Instant.parse("2026-11-23T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int DAY = 24 * 60;
    private static final Instant UNTIL = FROM.plus(Duration.ofDays(1));

    private final AggregatingArchive archive = new AggregatingArchive();
    private final Catalog catalog = CatalogReader.installed();
    private final DatabaseHistory history = new DatabaseHistory(catalog, archive);

    private void gauge(String metric, Map<String, String> labels, String server, IntToDoubleFunction value) {
        archive.keep(
                AggregatingArchive.series(catalog.metrics().get(metric).type(), labels, Map.of("database_id", server)),
                MetricKind.GAUGE,
                ValueType.DOUBLE,
                FROM,
                MINUTE,
                2 * DAY,
                minute -> new PointValue.Real(value.applyAsDouble(minute)));
    }

    @Test
    void connections_areThoseOfTheFullestServer_overItsDatabases() {
        String connections = "cloudsql.googleapis.com/database/postgresql/num_backends";
        gauge(connections, Map.of("database", "app"), "p:main", minute -> minute == 100 ? 40 : 10);
        gauge(connections, Map.of("database", "postgres"), "p:main", minute -> minute == DAY + 5 ? 90 : 2);
        gauge(connections, Map.of("database", "app"), "p:replica", minute -> 30);
        // Neither the two servers together, nor the next day.
        assertThat(history.read(FROM, UNTIL).connections()).hasValue(42);
    }

    @Test
    void lag_ofTheServer_goesBeforeThatOfAMigration() {
        gauge("database/replication_lag_seconds", Map.of(), "", minute -> 7);
        assertThat(history.read(FROM, UNTIL).lagSeconds()).hasValue(7);
        gauge(
                "cloudsql.googleapis.com/database/replication/replica_lag",
                Map.of(),
                "p:replica",
                minute -> Math.floorDiv(minute, 60));
        assertThat(history.read(FROM, UNTIL).lagSeconds()).hasValue(23);
    }

    @Test
    void disk_hasItsSizeAtTheEnd_andWhatItGrewBy() {
        gauge("cloudsql.googleapis.com/database/disk/bytes_used", Map.of(), "p:main", minute -> 1000 + minute);
        Use use = history.read(FROM, UNTIL);
        // Of each hour the most.
        assertThat(use.bytes()).hasValue(1000 + DAY - 1);
        assertThat(use.grown()).hasValue(DAY - 60);
    }

    @Test
    void lookUps_ofInstancesThatCountSinceTheirStart_areThoseOfTheTime() {
        Buckets buckets = Buckets.explicit(0.001, 0.01);
        archive.keep(
                AggregatingArchive.series(
                        catalog.metrics().get("database/id_lookup_seconds").type(), Map.of(), Map.of("task_id", "1")),
                MetricKind.CUMULATIVE,
                ValueType.DISTRIBUTION,
                FROM.minus(Duration.ofHours(1)),
                MINUTE,
                60 + 2 * DAY,
                minute -> new Histogram(buckets, new long[] {minute + 1, minute + 1, 0}, 0.003, 0));
        Histogram lookUps = history.read(FROM, UNTIL).lookUps().orElseThrow();
        assertThat(lookUps.count()).isEqualTo(2 * DAY);
        assertThat(lookUps.mean()).isCloseTo(0.003, within(1e-9));
    }

    @Test
    void failuresAndWaits_areCountedAndCompared() {
        archive.keep(
                AggregatingArchive.series(
                        catalog.metrics().get("database/failures").type(), Map.of(), Map.of()),
                MetricKind.DELTA,
                ValueType.INT64,
                FROM,
                MINUTE,
                2 * DAY,
                minute -> new PointValue.Whole(minute % 60 == 0 ? 1 : 0));
        gauge("database/lock_waits", Map.of(), "", minute -> minute == 77 ? 3 : 0);
        Use use = history.read(FROM, UNTIL);
        assertThat(use.failures()).hasValue(24);
        assertThat(use.lockWaits()).hasValue(3);
    }

    @Test
    void deadlocks_areThoseOfTheTime_overAllDatabases() {
        for (String database : new String[] {"app", "postgres"}) {
            archive.keep(
                    AggregatingArchive.series(
                            "cloudsql.googleapis.com/database/postgresql/deadlock_count",
                            Map.of("database", database),
                            Map.of("database_id", "p:main")),
                    MetricKind.DELTA,
                    ValueType.INT64,
                    FROM,
                    MINUTE,
                    2 * DAY,
                    minute -> new PointValue.Whole(minute == 60 || minute == DAY + 1 ? 2 : 0));
        }
        assertThat(history.read(FROM, UNTIL).deadlocks()).hasValue(4);
        assertThat(history.read(FROM.plus(Duration.ofHours(2)), UNTIL).deadlocks())
                .hasValue(0);
    }

    @Test
    void nothingMeasured_isNotZero() {
        assertThat(history.read(FROM, UNTIL)).isEqualTo(Use.UNKNOWN);
        assertThat(Use.UNKNOWN.failures()).isEqualTo(OptionalDouble.empty());
    }

    // A line of the log has the number of answers: lines counted alike for each place would make the three equal.
    @Test
    void cache_countsAnswers_notLines() {
        Buckets buckets = Buckets.explicit(1, 4, 16, 64);
        Map<String, Double> each = Map.of("memory", 50.0, "store", 5.0, "database", 0.0);
        each.forEach((tier, answers) -> archive.keep(
                AggregatingArchive.series(catalog.metrics().get("known/" + tier).type(), Map.of(), Map.of()),
                MetricKind.DELTA,
                ValueType.DISTRIBUTION,
                FROM,
                MINUTE,
                DAY,
                minute -> Histogram.of(buckets, answers)));
        assertThat(new CacheHistory(catalog, archive).read(FROM, UNTIL))
                .isEqualTo(Map.of("memory", 50L * DAY, "store", 5L * DAY, "database", 0L));
        assertThat(new CacheHistory(catalog, archive)
                        .read(FROM.minus(Duration.ofDays(9)), FROM.minus(Duration.ofDays(8))))
                .isEmpty();
    }
}
