// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.Metric;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.api.MonitoredResource;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.protobuf.Timestamp;
import io.truename.catalog.Catalog;
import io.truename.catalog.CatalogReader;
import io.truename.history.AlertHistory;
import io.truename.history.ComparedCondition;
import io.truename.history.ObjectiveHistory;
import io.truename.monitoring.MetricArchive;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.tuning.IncidentStore;
import io.truename.postgres.tuning.MigrationChanges;
import io.truename.postgres.tuning.ProposalStore;
import io.truename.postgres.tuning.ThresholdStore.Threshold;
import io.truename.reporting.ReportHtml;
import io.truename.reporting.ReportMarkdown;
import io.truename.testkit.database.TestServer;
import io.truename.tune.incident.Agreements;
import io.truename.tune.incident.Incidents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parts of proposals from points as Cloud Monitoring gives them, on a real database. Long, because each case makes the points that it judges. */
class EvidenceMakerIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final Catalog CATALOG = CatalogReader.installed();
    private static final int DAYS = 7;
    private static final int MINUTES = DAYS * 1440 + 60;

    private final List<TimeSeries> kept = new ArrayList<>();
    private final MetricArchive archive = (type, from, until) -> kept.stream()
            .filter(series -> series.getMetric().getType().equals(type))
            .toList();
    private Database database;
    private EvidenceMaker maker;

    @BeforeEach
    void start() {
        database = Database.of(
                DatabaseUrl.parse(
                        TestServer.shared(TestServer.Version.NEWEST).database().url()),
                "test",
                2);
        SchemaMigrations.run(database);
        AlertHistory history = new AlertHistory(CATALOG, "test-project", archive);
        maker = new EvidenceMaker(
                () -> history,
                new ErrorBudgets(() -> CATALOG, () -> new ObjectiveHistory(CATALOG, "test-project", archive)),
                new Incidents(
                        database,
                        new IncidentStore(),
                        new MigrationChanges(),
                        () -> CATALOG,
                        Clock.fixed(NOON, ZoneOffset.UTC)),
                new Agreements(() -> history));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private interface Counts {
        long at(int minute);
    }

    /** A counter of {@code generate}: points of a minute, none where nothing was counted, the newest first. */
    private void requests(String code, Counts count) {
        requests(code, count, NOON);
    }

    private void requests(String code, Counts count, Instant last) {
        TimeSeries.Builder series = TimeSeries.newBuilder()
                .setMetric(Metric.newBuilder()
                        .setType("run.googleapis.com/request_count")
                        .putLabels("response_code_class", code))
                .setResource(MonitoredResource.newBuilder()
                        .setType("cloud_run_revision")
                        .putLabels("service_name", "generate"))
                .setMetricKind(MetricKind.DELTA)
                .setValueType(ValueType.INT64);
        for (int minute = 0; minute < MINUTES; minute++) {
            long end = last.minus(Duration.ofMinutes(minute)).getEpochSecond();
            long counted = count.at(minute);
            if (counted > 0) {
                series.addPoints(Point.newBuilder()
                        .setInterval(TimeInterval.newBuilder()
                                .setStartTime(Timestamp.newBuilder().setSeconds(end - 60))
                                .setEndTime(Timestamp.newBuilder().setSeconds(end)))
                        .setValue(TypedValue.newBuilder().setInt64Value(counted)));
            }
        }
        kept.add(series.build());
    }

    private void failing(double share) {
        Random random = new Random(11);
        requests("2xx", minute -> 100);
        requests("5xx", minute -> {
            long failed = 0;
            for (int request = 0; request < 100; request++) {
                failed += random.nextDouble() < share ? 1 : 0;
            }
            return failed;
        });
    }

    private ProposalMaker.Made make(String alert, List<Threshold> inForce, List<Threshold> monthAgo) {
        ComparedCondition condition =
                ComparedCondition.of(CATALOG.alerts().get(alert)).get(0);
        return maker.make(condition, DAYS, inForce, monthAgo, NOON);
    }

    private static JsonNode json(ProposalMaker.Made made) throws Exception {
        return MAPPER.readTree(made.json());
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void share_isProposedByItsCounts_asANumberWithItsDuration() throws Exception {
        failing(0.009);
        // Earlier days of the month were busy and good, so that most of the budget is left.
        requests("2xx", minute -> minute < 60 ? 1_000_000 : 0, NOON.minus(Duration.ofDays(20)));

        ProposalMaker.Made made = make("error-rate-high", List.of(), List.of());

        JsonNode result = json(made);
        assertThat(result.at("/counts/usual").asDouble()).isBetween(0.008, 0.010);
        assertThat(result.at("/counts/distribution").asText()).isEqualTo("binomial");
        assertThat(result.at("/counts/quietEvents").asDouble()).isBetween(480.0, 520.0);
        // 14.4 times as many errors as 99.95 % allow are 0.72 %, five of 695 requests; a value is of 500.
        assertThat(result.at("/counts/burnRates/0/eventsNeeded").asLong()).isEqualTo(695);
        assertThat(result.at("/counts/burnRates/0/infeasible").asText()).contains("it takes 695 requests");
        assertThat(texts(result.path("notes"))).anyMatch(note -> note.startsWith("No burn rate for high: "));
        assertThat(result.at("/budget/objective").asText()).isEqualTo("generate-availability");
        assertThat(result.at("/budget/left").asDouble()).isBetween(0.6, 0.8);
        JsonNode options = result.at("/tradeOff/ways");
        assertThat(options.findValuesAsText("name")).contains("binomial-5m", "binomial-15m", "in-use");
        // One number, and the duration that it was proven with.
        for (JsonNode bound : result.path("proposed")) {
            assertThat(bound.path("hours")).hasSize(1);
            assertThat(bound.at("/hours/0").asDouble()).isBetween(0.009, 0.02);
        }
        assertThat(result.path("proposed")).as(made.json()).isNotEmpty();
        ProposalStore.Part part = new ProposalStore.Part(
                1, new ProposalStore.Subject("error-rate-high", "share"), Optional.of(made.json()), Optional.empty());
        Map<ComparedCondition, ProposalFiles.Setting> settings =
                ProposalFiles.settings(CATALOG, made.thresholds(), List.of(part));
        JsonNode variables = MAPPER.readTree(ProposalFiles.tfvars(settings));
        long lasting = result.at("/proposed/0/lastingSeconds").asLong();
        assertThat(variables.at("/thresholds/error-rate-high~1share").asDouble())
                .isCloseTo(high(result), within(1e-5));
        assertThat(variables.at("/durations/error-rate-high~1share").asLong(300))
                .isEqualTo(lasting);
        reports(part);
    }

    private static double high(JsonNode result) {
        return StreamSupport.stream(result.path("proposed").spliterator(), false)
                .filter(bound -> bound.path("severity").asText().equals("high"))
                .mapToDouble(bound -> bound.at("/hours/0").asDouble())
                .findFirst()
                .orElseThrow();
    }

    private static void reports(ProposalStore.Part part) {
        ProposalStore.Stored stored = new ProposalStore.Stored(
                UUID.randomUUID(),
                1,
                ProposalStore.State.READY,
                DAYS,
                NOON,
                Optional.empty(),
                Optional.empty(),
                new ProposalStore.Counts(1, 1, 0, 1));
        String page = ReportHtml.render(ProposalReport.of(stored, List.of(part)));
        assertThat(page)
                .contains("aria-label=\"False hours against detection. ", "today: ", "<title>proposed, ")
                .contains("thresholds times 0.5: ", "Usually 0.9");
        assertThat(ReportMarkdown.render(ProposalReport.of(stored, List.of(part))))
                .contains("## False hours against detection", "| today | ", "| thresholds times 2 | ", "## Events");
    }

    /** A month's budget is overspent by far: neither the number nor the duration is looser. */
    @Test
    void share_withoutBudget_isNotLoosened() throws Exception {
        failing(0.009);
        JsonNode result = json(make("error-rate-high", List.of(), List.of()));
        assertThat(result.at("/budget/left").asDouble()).isLessThan(-10);
        assertThat(result.at("/tradeOff/ways").findValues("lastingSeconds"))
                .allMatch(lasting -> lasting.asInt() == 300);
        for (JsonNode bound : result.path("proposed")) {
            if (bound.path("severity").asText().equals("high")) {
                assertThat(bound.at("/hours/0").asDouble()).isLessThanOrEqualTo(0.01);
            }
        }
    }

    /** Few errors: with the budget unspent the guard has nothing to say, and today's threshold finds as much. */
    @Test
    void share_withoutErrors_hasValuesAllTheSame() throws Exception {
        requests("2xx", minute -> 100);
        JsonNode result = json(make("error-rate-high", List.of(), List.of()));
        assertThat(result.at("/budget/left").asDouble()).isEqualTo(1);
        assertThat(result.at("/counts/usual").asDouble()).isZero();
        // The query answers nothing then, and no baseline could be made of that.
        assertThat(texts(result.path("kept"))).noneMatch(reason -> reason.contains("periods have a value"));
        assertThat(result.at("/tradeOff/ways").findValuesAsText("name")).contains("in-use");
    }

    private static List<Threshold> retrieval(double high) {
        return List.of(new Threshold("retrieval-failing", "share", "high", List.of(high)));
    }

    /** A gauge of retrievals that were found, a point a minute. */
    private void retrievals(double usual) {
        Random random = new Random(7);
        TimeSeries.Builder series = TimeSeries.newBuilder()
                .setMetric(Metric.newBuilder().setType("custom.googleapis.com/truename/probe/retrieval_success"))
                .setResource(MonitoredResource.newBuilder().setType("generic_task"))
                .setMetricKind(MetricKind.GAUGE)
                .setValueType(ValueType.DOUBLE);
        for (int minute = 0; minute < MINUTES; minute++) {
            series.addPoints(Point.newBuilder()
                    .setInterval(TimeInterval.newBuilder()
                            .setEndTime(Timestamp.newBuilder()
                                    .setSeconds(NOON.minus(Duration.ofMinutes(minute))
                                            .getEpochSecond())))
                    .setValue(TypedValue.newBuilder()
                            .setDoubleValue(Math.min(1, usual + 0.002 * random.nextGaussian()))));
        }
        kept.add(series.build());
    }

    @Test
    void thresholdOfAMonthAgo_boundsTheChange_andTheFormIsTheLivePolicys() throws Exception {
        retrievals(0.98);
        JsonNode free = json(make("retrieval-failing", retrieval(0.04), retrieval(0.04)));
        assertThat(texts(free.path("guards"))).noneMatch(guard -> guard.contains("in a month at most"));
        assertThat(free.path("proposed")).isNotEmpty();
        assertThat(free.path("proposed").findValues("lastingSeconds")).allMatch(lasting -> lasting.asInt() == 600);
        assertThat(texts(free.path("notes"))).anyMatch(note -> note.contains("published threshold of the hour"));
        // Without counts of retrievals the share is judged by its values, which is said.
        assertThat(texts(free.path("notes"))).anyMatch(note -> note.contains("were not counted"));
        assertThat(free.path("counts").isNull()).isTrue();
        assertThat(free.at("/budget/left").asDouble()).isEqualTo(1);

        JsonNode bound = json(make("retrieval-failing", retrieval(0.04), retrieval(0.066)));
        assertThat(texts(bound.path("guards")))
                .as(bound.toString())
                .anyMatch(guard -> guard.contains("in a month at most"));
    }

    /** Retrievals below the objective spend its budget: a threshold that today's values would loosen stays. */
    @Test
    void budgetUnderAQuarter_loosensNothing_andAnUnknownOneSaysSo() throws Exception {
        retrievals(0.94);
        JsonNode low = json(make("retrieval-failing", retrieval(0.03), retrieval(0.03)));
        assertThat(low.at("/budget/left").asDouble()).isLessThan(0.25);
        assertThat(texts(low.path("notes")))
                .anyMatch(note -> note.contains("less than a quarter: nothing is loosened"));
        for (JsonNode bound : low.path("proposed")) {
            if (bound.path("severity").asText().equals("high")) {
                assertThat(bound.at("/hours/0").asDouble()).isLessThanOrEqualTo(0.03);
            }
        }

        JsonNode nothing = json(make("latency-high", List.of(), List.of()));
        assertThat(nothing.at("/budget/left").isNull()).isTrue();
        assertThat(texts(nothing.path("notes")))
                .contains(
                        "The error budget of generate-latency is unknown, so it bounds nothing: nothing was counted in 30"
                                + " days.");
        assertThat(json(make("cpu-high", List.of(), List.of())).path("budget").isNull())
                .isTrue();
    }
}
