// SPDX-License-Identifier: Apache-2.0
package io.truename.report.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.Distribution;
import com.google.api.Distribution.BucketOptions;
import com.google.api.Metric;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.api.MonitoredResource;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.protobuf.Timestamp;
import io.truename.catalog.CatalogReader;
import io.truename.history.QueryHistory;
import io.truename.monitoring.MetricArchive;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.Session.Null;
import io.truename.postgres.reporting.ReportStore.Kind;
import io.truename.postgres.reporting.ReportStore.Order;
import io.truename.postgres.reporting.ReportStore.State;
import io.truename.postgres.reporting.ReportStore.Stored;
import io.truename.report.making.CannotMakeException;
import io.truename.reporting.Report;
import io.truename.reporting.ReportMarkdown;
import io.truename.reporting.Section;
import io.truename.testkit.database.TestServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Report of a migration from the tables of a run and from points of metrics. */
class MigrationMakerIT {
    private static final Instant BEGAN = Instant.parse("2026-11-26T09:30:00Z");
    private static final Instant ENDED = Instant.parse("2026-11-26T10:20:00Z");
    private static final Instant NOW = Instant.parse("2026-11-26T21:10:00Z");
    private static final UUID RUN = UUID.fromString("6d1b1a2e-5a57-4a52-9a62-0f7c64a2c2d1");

    private Database database;

    @BeforeEach
    void open() {
        database = Database.of(
                DatabaseUrl.parse(
                        TestServer.shared(TestServer.Version.NEWEST).database().url()),
                "test",
                2);
        SchemaMigrations.run(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void run(String state, Optional<Instant> ended) {
        database.with(session -> {
            session.update(
                    "INSERT INTO truename.run (id, state, settings, mapping, started_at, ended_at)"
                            + " VALUES ($1, $2, '{}', '', $3, $4)",
                    RUN,
                    state,
                    BEGAN.atOffset(ZoneOffset.UTC),
                    ended.<Object>map(time -> time.atOffset(ZoneOffset.UTC)).orElse(new Null(OffsetDateTime.class)));
            session.execute(
                    "INSERT INTO truename.shard (run, shard, documents, chunks, merged, rows_moved, busy_seconds)"
                            + " SELECT number, s, 100, 1000, 7, 5000, 60 FROM truename.run, generate_series(0, 1) s");
            return true;
        });
    }

    private Report report(MetricArchive archive, UUID run) {
        Stored stored = new Stored(
                UUID.randomUUID(),
                1,
                new Order(
                        Kind.MIGRATION, BEGAN, ENDED, "{\"run\":\"" + run + "\"}", Optional.empty(), Optional.empty()),
                State.RUNNING,
                0,
                0,
                NOW,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new MigrationMaker(
                        database,
                        () -> new QueryHistory(CatalogReader.installed(), archive),
                        Clock.fixed(NOW, ZoneOffset.UTC))
                .make(stored);
    }

    /** Latencies of generate, a point in ten minutes: in the first bucket before the migration, in the third after it. */
    private static List<TimeSeries> slowerAfterwards(String type, Instant from, Instant until) {
        if (!type.equals("run.googleapis.com/request_latencies")) {
            return List.of();
        }
        TimeSeries.Builder series = TimeSeries.newBuilder()
                .setMetric(Metric.newBuilder().setType(type))
                .setResource(MonitoredResource.newBuilder()
                        .setType("cloud_run_revision")
                        .putLabels("service_name", "generate"))
                .setMetricKind(MetricKind.DELTA)
                .setValueType(ValueType.DISTRIBUTION);
        Instant last = until.isBefore(NOW) ? until : NOW;
        for (Instant end = last; end.isAfter(from); end = end.minus(Duration.ofMinutes(10))) {
            int bucket = end.isBefore(BEGAN) ? 0 : 2;
            Distribution.Builder value = Distribution.newBuilder()
                    .setCount(50)
                    .setMean(bucket == 0 ? 5 : 150)
                    .setBucketOptions(BucketOptions.newBuilder()
                            .setExplicitBuckets(BucketOptions.Explicit.newBuilder()
                                    .addBounds(10)
                                    .addBounds(100)
                                    .addBounds(200)));
            for (int at = 0; at < 4; at++) {
                value.addBucketCounts(at == bucket ? 50 : 0);
            }
            series.addPoints(Point.newBuilder()
                    .setInterval(TimeInterval.newBuilder()
                            .setStartTime(time(end.minus(Duration.ofMinutes(10))))
                            .setEndTime(time(end)))
                    .setValue(TypedValue.newBuilder().setDistributionValue(value)));
        }
        return List.of(series.build());
    }

    private static Timestamp time(Instant instant) {
        return Timestamp.newBuilder().setSeconds(instant.getEpochSecond()).build();
    }

    @Test
    void report_countsTheWork_andNamesWhatGotWorse() {
        run("FINISHED", Optional.of(ENDED));
        Report report = report(MigrationMakerIT::slowerAfterwards, RUN);

        assertThat(report.lead())
                .isEqualTo("The run moved 200 documents and 2,000 chunks. Worse since: Latency of generate, p95.");
        Section.Table hours = (Section.Table) report.find("equalHours").orElseThrow();
        assertThat(hours.rows())
                .filteredOn(row -> row.get(0).forPeople().startsWith("Latency of generate"))
                .singleElement()
                .satisfies(row -> assertThat(row.get(6).forPeople()).isEqualTo("worse"))
                // The ten whole hours from eleven on have ended.
                .satisfies(row -> assertThat(row.get(5).forPeople()).isEqualTo("10"));
        assertThat(hours.rows())
                .filteredOn(row -> row.get(0).forPeople().startsWith("Look-up"))
                .singleElement()
                .satisfies(row -> assertThat(row.get(1).forPeople()).isEqualTo("no data"));
        assertThat(ReportMarkdown.render(report))
                .contains("The watch goes on until 2026-11-28T10:20:00Z; 10 of 48 hours");
    }

    @Test
    void report_withoutMetrics_saysThatNothingCouldBeJudged() {
        run("ROLLED_BACK", Optional.of(ENDED));
        Report report = report((type, from, until) -> List.of(), RUN);

        assertThat(report.lead()).endsWith("Too few hours with numbers to judge anything. Hours after it: 10.");
        assertThat(ReportMarkdown.render(report))
                .contains("\nToo few hours with numbers to judge anything.")
                .doesNotContain("none got worse");
    }

    @Test
    void report_ofARunThatGoesOn_orIsUnknown_isRefusedWithTheRemedy() {
        run("RUNNING", Optional.empty());
        assertThatThrownBy(() -> report((type, from, until) -> List.of(), RUN))
                .isInstanceOf(CannotMakeException.class)
                .hasMessage("The run is RUNNING: begin the report again after its end.");
        assertThatThrownBy(() -> report((type, from, until) -> List.of(), UUID.randomUUID()))
                .isInstanceOf(CannotMakeException.class)
                .hasMessageContaining("GET /functions/migrate/migrations");
    }
}
