// SPDX-License-Identifier: Apache-2.0
package io.truename.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.Distribution;
import com.google.api.Metric;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.api.MonitoredResource;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.protobuf.Timestamp;
import io.truename.edge.DescribedCalls;
import io.truename.monitoring.fixture.LimitedMonitoring;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.openapi.OpenApiDocument;
import io.truename.testkit.suite.LongSuite;
import io.truename.tune.http.TuneRoutes;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Backtests and trends of what is deployed, on metrics over the real client. Longer than other files because one start of the function
 * and one month of points serve all four routes.
 */
@LongSuite
class TrendsIT {
    private static final long DAY = 86_400;
    private static final String INSTANCES = "run.googleapis.com/container/instance_count";
    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

    private static LimitedMonitoring monitoring;
    private static InvokerProcess function;
    private static DescribedCalls calls;

    @BeforeAll
    static void start() {
        monitoring = new LimitedMonitoring(Clock.systemUTC());
        long now = Instant.now().getEpochSecond();
        long outage = now - 43_200;
        long deployed = now - 5 * DAY;
        Random random = new Random(11);
        monitoring.show(
                gauge("custom.googleapis.com/truename/probe/retrieval_success", "", 30, time -> {
                    double usual = (time < deployed ? 0.98 : 0.96) + 0.002 * random.nextGaussian();
                    return time > outage && time < outage + 1_800 ? 0.9 : usual;
                }),
                gauge(INSTANCES, "probe-00001", 30, time -> time < deployed ? 1 : Double.NaN),
                gauge(INSTANCES, "probe-00002", 30, time -> time < deployed ? Double.NaN : 1),
                gauge(
                        "custom.googleapis.com/truename/runtime/memory_after_gc",
                        "",
                        5,
                        time -> 50e6
                                + 20e6 * (now - time > 5 * DAY ? 0 : (5.0 * DAY - (now - time)) / DAY)
                                + 1e6 * random.nextDouble()),
                gauge(
                        "cloudsql.googleapis.com/database/disk/utilization",
                        "",
                        30,
                        time -> 0.55 - 0.005 * (now - time) / DAY + 0.002 * random.nextGaussian()),
                load(now),
                gauge("custom.googleapis.com/truename/database/dead_rows", "", 16, time -> {
                    double usual = 1_000 + 200 * Math.sin(time % DAY * 2 * Math.PI / DAY) + 20 * random.nextGaussian();
                    return time > outage && time < outage + 7_200 ? 3 * usual : usual;
                }));
        function = Deployable.process()
                .environment(
                        "TRUENAME_DATABASE_URL",
                        TestServer.shared(TestServer.Version.NEWEST).database().url())
                .environment("GOOGLE_CLOUD_PROJECT", "test-project")
                .environment("TRUENAME_MONITORING_HOST", monitoring.address())
                .environment("PUBSUB_EMULATOR_HOST", "localhost:1")
                .start();
        calls = new DescribedCalls(function, OpenApiDocument.beside(TuneRoutes.class));
    }

    @AfterAll
    static void stop() {
        function.close();
        monitoring.close();
    }

    /** Points of the last two days each minute, and each five minutes before, the newest first; none where the value is NaN. */
    private static TimeSeries gauge(String type, String revision, int days, LongToDoubleFunction value) {
        TimeSeries.Builder series = TimeSeries.newBuilder()
                .setMetric(Metric.newBuilder().setType(type))
                .setResource(MonitoredResource.newBuilder()
                        .setType(
                                type.startsWith("cloudsql")
                                        ? "cloudsql_database"
                                        : revision.isEmpty() ? "generic_task" : "cloud_run_revision")
                        .putLabels("revision_name", revision)
                        .putLabels("service_name", revision.replaceAll("-.*", "")))
                .setMetricKind(MetricKind.GAUGE)
                .setValueType(ValueType.DOUBLE);
        long now = Instant.now().getEpochSecond() / 60 * 60;
        for (long at = now; at > now - days * DAY; at -= 60) {
            if ((at < now - 2 * DAY && at % 300 != 0) || Double.isNaN(value.applyAsDouble(at))) {
                continue;
            }
            series.addPoints(Point.newBuilder()
                    .setInterval(TimeInterval.newBuilder()
                            .setEndTime(Timestamp.newBuilder().setSeconds(at)))
                    .setValue(TypedValue.newBuilder().setDoubleValue(value.applyAsDouble(at))));
        }
        return series.build();
    }

    /** Latencies of generate in the last eight days: by day up to 20 requests at once, by night hardly any. */
    private static TimeSeries load(long now) {
        TimeSeries.Builder series = TimeSeries.newBuilder()
                .setMetric(Metric.newBuilder().setType("run.googleapis.com/request_latencies"))
                .setResource(MonitoredResource.newBuilder()
                        .setType("cloud_run_revision")
                        .putLabels("service_name", "generate"))
                .setMetricKind(MetricKind.DELTA)
                .setValueType(ValueType.DISTRIBUTION);
        for (long at = now / 60 * 60; at > now - 8 * DAY; at -= 60) {
            double atOnce = 10.5 + 9.5 * Math.sin(at % DAY * 2 * Math.PI / DAY);
            long requests = Math.round(atOnce * 60 / 0.1);
            series.addPoints(Point.newBuilder()
                    .setInterval(TimeInterval.newBuilder()
                            .setStartTime(Timestamp.newBuilder().setSeconds(at - 60))
                            .setEndTime(Timestamp.newBuilder().setSeconds(at)))
                    .setValue(TypedValue.newBuilder()
                            .setDistributionValue(Distribution.newBuilder()
                                    .setCount(requests)
                                    .setMean(100)
                                    .setBucketOptions(Distribution.BucketOptions.newBuilder()
                                            .setExplicitBuckets(Distribution.BucketOptions.Explicit.newBuilder()
                                                    .addBounds(50)
                                                    .addBounds(200)))
                                    .addBucketCounts(0)
                                    .addBucketCounts(requests)
                                    .addBucketCounts(0))));
        }
        return series.build();
    }

    private static String minute(int minute) {
        return NOON.plusSeconds(60L * minute).toString();
    }

    /** Six hours of ones, but for twos in some minutes. */
    private static String csv(int from, int until) {
        return IntStream.range(0, 360)
                .mapToObj(i -> minute(i) + "," + (i >= from && i < until ? 2 : 1))
                .collect(Collectors.joining("\\n", "timestamp,value\\n", ""));
    }

    @Test
    void backtest_ofNumbersOnPoints_countsByHand() throws Exception {
        String incidents = "[{\"from\":\"" + minute(100) + "\",\"until\":\"" + minute(110) + "\"},{\"from\":\""
                + minute(200) + "\",\"until\":\"" + minute(210) + "\"},{\"from\":\"2020-01-01T00:00:00Z\",\"until\":"
                + "\"2020-01-02T00:00:00Z\"}]";

        JsonNode answer = calls.post(
                200,
                "/backtests",
                "{\"series\":{\"csv\":\"" + csv(102, 140) + "\"},\"policy\":{\"threshold\":1.5,\"lastingSeconds\":300},"
                        + "\"incidents\":" + incidents + "}");

        assertThat(answer.path("periodSeconds").asInt()).isEqualTo(60);
        assertThat(answer.path("alarms")).hasSize(1);
        assertThat(answer.at("/alarms/0/from").asText()).isEqualTo(minute(107));
        assertThat(answer.at("/alarms/0/until").asText()).isEqualTo(minute(140));
        // Hours 1 and 3 have incidents; in hour 2 the alarm goes on.
        assertThat(answer.at("/falseHours/events").asInt()).isEqualTo(1);
        assertThat(answer.at("/falseHours/trials").asInt()).isEqualTo(4);
        assertThat(answer.at("/falseHours/upper").asDouble()).isCloseTo(0.751, within(0.001));
        assertThat(answer.path("episodesPerWeek").asDouble()).isZero();
        assertThat(answer.at("/recall/events").asInt()).isEqualTo(1);
        assertThat(answer.at("/recall/trials").asInt()).isEqualTo(2);
        assertThat(answer.at("/incidents/0/timeToDetectSeconds").asInt()).isEqualTo(420);
        assertThat(answer.at("/incidents/1/found").asBoolean(true)).isFalse();
        assertThat(answer.at("/incidents/1/timeToDetectSeconds").isNull()).isTrue();
        assertThat(answer.at("/incidents/2/notJudged").asText()).isEqualTo("before-policy");
    }

    @Test
    void backtest_ofTwoWeeksByName_givesTheSameTwice_andFindsTheIncident() throws Exception {
        Random random = new Random(3);
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < 14 * 288; i++) {
            double value = 100 + 20 * Math.sin(i * 2 * Math.PI / 288) + 3 * random.nextGaussian();
            points.append(i == 0 ? "" : ",")
                    .append("{\"timestamp\":\"")
                    .append(minute(5 * i))
                    .append("\",\"value\":")
                    .append(i >= 3_000 && i < 3_012 ? 2 * value : value)
                    .append('}');
        }
        String body =
                "{\"series\":{\"points\":[" + points + "]},\"policy\":{\"name\":\"hourly-maxima\",\"above\":true},"
                        + "\"incidents\":[{\"from\":\"" + minute(15_000) + "\",\"until\":\"" + minute(15_055) + "\"}]}";

        JsonNode answer = calls.post(200, "/backtests", body);

        assertThat(answer.at("/incidents/0/found").asBoolean()).isTrue();
        assertThat(answer.at("/incidents/0/timeToDetectSeconds").asInt()).isZero();
        assertThat(answer.at("/hours/beforePolicy").asInt()).isEqualTo(50);
        assertThat(answer.at("/falseHours/share").asDouble()).isLessThan(0.1);
        assertThat(calls.post(200, "/backtests", body)).isEqualTo(answer);
    }

    /** Six weeks of minutes: more points than most bodies have values. */
    @Test
    void backtest_ofTheLargestSeries_readsEveryPoint() throws Exception {
        String points = IntStream.range(0, 60_000)
                .mapToObj(i -> "{\"timestamp\":\"" + minute(i) + "\",\"value\":" + (i >= 59_990 ? 2 : 1) + "}")
                .collect(Collectors.joining(","));
        String policy = "]},\"policy\":{\"threshold\":1.5,\"windowSeconds\":300}}";

        JsonNode answer = calls.post(200, "/backtests", "{\"series\":{\"points\":[" + points + policy);

        assertThat(answer.path("values").asInt()).isEqualTo(60_000);
        assertThat(answer.at("/alarms/0/from").asText()).isEqualTo(minute(59_992));
        String onceMore = "{\"timestamp\":\"" + minute(0) + "\",\"value\":1},";
        assertThat(calls.post(400, "/backtests", "{\"series\":{\"points\":[" + onceMore + points + policy)
                        .path("problems")
                        .toString())
                .contains("must have at most 60000 points; split the request");
    }

    @Test
    void backtest_ofAnAlert_readsItsValues_andComparesAsToday() throws Exception {
        JsonNode answer = calls.post(
                200,
                "/backtests",
                "{\"series\":{\"alert\":\"retrieval-failing\",\"days\":1},\"policy\":{\"alert\":\"retrieval-failing\"}}");
        assertThat(answer.path("alarms")).hasSize(1);
        assertThat(answer.path("falseAlarms").asInt()).isEqualTo(1);
        assertThat(answer.path("values").asInt()).isGreaterThan(1_400);
    }

    @Test
    void backtest_badFields_eachHasItsRule() throws Exception {
        JsonNode refused = calls.post(
                400,
                "/backtests",
                "{\"series\":{\"points\":[{\"timestamp\":\"now\",\"value\":1},{\"timestamp\":\"" + minute(0) + "\"}]},"
                        + "\"policy\":{\"hours\":[1,2]},\"incidents\":[{\"from\":\"" + minute(1) + "\",\"until\":\""
                        + minute(0) + "\"}],\"x\":1}");
        assertThat(refused.path("problems").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder(
                        "/series/points/0/timestamp",
                        "/series/points/1/value",
                        "/policy/hours",
                        "/incidents/0/until",
                        "/x");
        String one = "{\"threshold\":1}";
        assertThat(problem("{\"csv\":\"timestamp,value\\n" + minute(0) + ",1\\n" + minute(1) + ",NaN\"}", one))
                .contains("line 3 is another");
        assertThat(problem("{\"csv\":\"time,value\"}", one)).contains("must begin with the line timestamp,value");
        assertThat(problem("{\"csv\":\"timestamp,value\\n" + minute(0) + ",1\"}", one))
                .contains("at least two different times");
        // Two points fifty years apart would else fill the memory with gaps.
        assertThat(problem(
                        "{\"csv\":\"timestamp,value\\n1971-01-01 00:00:00,1\\n" + minute(0) + ",1\\n" + minute(1)
                                + ",1\\n" + minute(2) + ",1\"}",
                        one))
                .contains("span at most 120000 times");
        assertThat(problem("{}", one)).contains("must have one of alert, points and csv");
        assertThat(problem("{\"alert\":\"none\"}", one)).contains("must be the name of an alert");
        assertThat(problem("{\"csv\":\"" + csv(0, 0) + "\"}", "{\"threshold\":1,\"name\":\"tuned\"}"))
                .contains("must have one of threshold, hours, name and alert");
        assertThat(problem("{\"csv\":\"" + csv(0, 0) + "\"}", "{\"name\":\"best\"}"))
                .contains("must be one of tuned, three-sigma");
    }

    @Test
    void regressions_nameTheDeployment_andTheInstanceThatGrows() throws Exception {
        JsonNode answer = calls.get(200, "/regressions");

        JsonNode retrieval = trend(answer.path("items"), "retrieval");
        assertThat(retrieval.path("verdict").asText()).as(retrieval.toString()).isEqualTo("regressed");
        assertThat(retrieval.path("byDay")).hasSize(3);
        assertThat(retrieval.at("/byDay/0/value").asDouble()).isCloseTo(0.02, within(0.004));
        assertThat(retrieval.at("/nearest/kind").asText()).isEqualTo("deploy");
        assertThat(retrieval.at("/nearest/name").asText()).isEqualTo("revision probe-00002");
        JsonNode memory = trend(answer.path("items"), "memory");
        assertThat(memory.path("verdict").asText()).as(memory.toString()).isEqualTo("regressed");
        assertThat(memory.at("/byDay/0/value").asDouble()).isCloseTo(20e6, within(2e6));
        assertThat(trend(answer.path("items"), "errors").path("reason").asText())
                .isEqualTo("Nothing was measured.");

        assertThat(calls.get(200, "/regressions?alert=memory-growing&days=7").path("items"))
                .hasSize(1);
        assertThat(calls.get(400, "/regressions?alert=none&days=43")
                        .path("detail")
                        .asText())
                .contains("alert must be the name of an alert", "days must be a whole number from 6 to 42");
    }

    @Test
    void capacity_hasDatesWithIntervals_growth_andRulesThatDoNotFlap() throws Exception {
        JsonNode answer = calls.get(200, "/capacity");

        JsonNode disk = trend(answer.path("limits"), "database-disk");
        assertThat(disk.path("level").asDouble()).as(disk.toString()).isCloseTo(0.55, within(0.01));
        assertThat(disk.at("/risePerDay/value").asDouble()).isCloseTo(0.005, within(0.0005));
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        LocalDate earliest = LocalDate.parse(disk.path("earliest").asText());
        LocalDate likely = LocalDate.parse(disk.path("likely").asText());
        LocalDate latest = LocalDate.parse(disk.path("latest").asText());
        assertThat(likely).isBetween(today.plusDays(60), today.plusDays(80));
        assertThat(earliest).isBeforeOrEqualTo(likely);
        assertThat(latest).isAfterOrEqualTo(likely);
        // ln(0.9 / 0.55) / ln 3 of 183 days, and / ln 5 of 365.
        assertThat(LocalDate.parse(disk.at("/planned/0/reached").asText()))
                .isBetween(today.plusDays(76), today.plusDays(88));
        assertThat(LocalDate.parse(disk.at("/planned/1/reached").asText()))
                .isBetween(today.plusDays(105), today.plusDays(119));
        assertThat(trend(answer.path("limits"), "database-memory")
                        .path("unknown")
                        .asText())
                .contains("fewer than 14 whole days");

        JsonNode rules = trend(answer.path("scaling"), "generate").path("rules");
        assertThat(rules).hasSize(3);
        assertThat(rules).allMatch(rule -> rule.path("flaps").asInt(1) == 0);
        // Twenty at once need two instances of sixteen, and sixty need four.
        assertThat(rules.at("/0/overloadedMinutes").asInt(-1)).isZero();
        assertThat(rules.at("/0/instanceHours").asDouble()).isBetween(168.0, 2 * 168.0);
        assertThat(rules.at("/2/overloadedMinutes").asInt()).isPositive();
    }

    @Test
    void anomalies_areFew_andExplained() throws Exception {
        JsonNode answer = calls.get(200, "/anomalies");

        JsonNode first = answer.at("/items/0");
        assertThat(first.path("name").asText()).as(answer.toString()).isEqualTo("dead-rows");
        assertThat(first.path("severity").asText()).isEqualTo("high");
        assertThat(first.path("farthest").asDouble())
                .isGreaterThan(first.path("upper").asDouble());
        assertThat(first.path("explanation").asText()).contains("above the band of its hour");
        assertThat(answer.path("items").size()).isLessThanOrEqualTo(10);
        assertThat(answer.at("/series/dead-rows").asInt()).isEqualTo(1);
        assertThat(answer.at("/series/documents").asInt(-1)).isZero();
        assertThat(calls.get(200, "/anomalies?limit=1").path("items")).hasSize(1);
        assertThat(calls.get(400, "/anomalies?hours=0&x=1").path("detail").asText())
                .contains("hours must be a whole number from 1 to 168", "the parameters here are: hours and limit");
    }

    private static JsonNode trend(JsonNode items, String name) {
        for (JsonNode item : items) {
            if (item.path("name").asText().equals(name)) {
                return item;
            }
        }
        throw new AssertionError(name);
    }

    private static String problem(String series, String policy) throws Exception {
        return calls.post(400, "/backtests", "{\"series\":" + series + ",\"policy\":" + policy + "}")
                .path("problems")
                .toString();
    }
}
