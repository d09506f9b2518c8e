// SPDX-License-Identifier: Apache-2.0
package io.truename.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.Distribution;
import com.google.api.Distribution.BucketOptions;
import com.google.api.Metric;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.api.MonitoredResource;
import com.google.monitoring.v3.Aggregation.Reducer;
import com.google.monitoring.v3.ListTimeSeriesRequest;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.protobuf.Timestamp;
import io.truename.edge.DescribedCalls;
import io.truename.monitoring.fixture.LimitedMonitoring;
import io.truename.report.http.ReportRoutes;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.openapi.OpenApiDocument;
import io.truename.testkit.suite.LongSuite;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The deployable on a real database, metrics and a bucket over the real clients; every answer is held against the description.
 *
 * <p>Long, because all of them share one deployable and one report, whose making takes most of the time.
 */
class ReportIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final OpenApiDocument DESCRIPTION = OpenApiDocument.beside(ReportRoutes.class);
    private static final String UNKNOWN = "7d444840-9dc0-41d1-b245-5ffdce74fad2";
    private static final Instant HOUR = Instant.parse("2026-11-25T10:00:00Z");

    /** A day of the bill, by the clock of Cloud Billing, with the hour in it. */
    private static final String COSTS = "{\"object\":\"exports/day.jsonl\"}";

    private static final String ROWS = """
            {"billing_account_id": "A", "service": {"description": "Cloud Run"}, "usage_start_time": "2026-11-25T08:00:00Z",
             "usage_end_time": "2026-11-26T08:00:00Z", "cost": 6.7, "credits": [{"amount": -0.1}], "currency": "USD"}
            {"billing_account_id": "A", "service": {"description": "Cloud Run"}, "usage_start_time": "2026-11-24T08:00:00Z",
             "usage_end_time": "2026-11-25T08:00:00Z", "cost": 3.3, "currency": "USD"}
            """;

    private static final String BUDGET = """
            {"budgetId": "b", "budgetDisplayName": "Production", "costAmount": 90, "costIntervalStart": "2026-11-01T07:00:00Z",
             "budgetAmount": 100, "currencyCode": "USD", "publishedAt": "2026-11-25T10:00:00Z"}""";

    private static LimitedMonitoring monitoring;
    private static BucketFixture bucket;
    private static InvokerProcess function;
    private static DescribedCalls calls;
    /** A report of two hours. Nobody listens at Pub/Sub's address, so that each takes the time of an announcement that fails. */
    private static String made;

    @BeforeAll
    static void start() throws Exception {
        monitoring = new LimitedMonitoring(Clock.systemUTC());
        monitoring.show(requests("200", 10));
        monitoring.show(requests("503", 1));
        monitoring.show(latencies());
        bucket = new BucketFixture();
        bucket.objects().put("exports/day.jsonl", ROWS.getBytes(StandardCharsets.UTF_8));
        function = Deployable.process()
                .environment(
                        "TRUENAME_DATABASE_URL",
                        TestServer.shared(TestServer.Version.NEWEST).database().url())
                .environment("GOOGLE_CLOUD_PROJECT", "test-project")
                .environment("TRUENAME_MONITORING_HOST", monitoring.address())
                .environment("STORAGE_EMULATOR_HOST", bucket.address())
                .environment("TRUENAME_REPORTS_BUCKET", "reports")
                .environment("PUBSUB_EMULATOR_HOST", "localhost:1")
                .environment("TRUENAME_FEEDBACK_KEY", "a key of a test, which has 32 bytes or more")
                .environment("TRUENAME_FEEDBACK_URL", "https://reports.example.com/")
                .start();
        calls = new DescribedCalls(function, DESCRIPTION);
        calls.post(200, "/costs", COSTS);
        calls.post(200, "/budgets", BUDGET);
        made = make();
    }

    @AfterAll
    static void stop() {
        function.close();
        bucket.close();
        monitoring.close();
    }

    private static TimeSeries.Builder series(String type, ValueType value) {
        return TimeSeries.newBuilder()
                .setMetric(Metric.newBuilder().setType("run.googleapis.com/" + type))
                .setResource(MonitoredResource.newBuilder()
                        .setType("cloud_run_revision")
                        .putLabels("service_name", "generate")
                        .putLabels("location", "europe-west1"))
                .setMetricKind(MetricKind.DELTA)
                .setValueType(value);
    }

    private static TimeInterval minute(int minute) {
        long end = HOUR.getEpochSecond() + 60L * (minute + 1);
        return TimeInterval.newBuilder()
                .setStartTime(Timestamp.newBuilder().setSeconds(end - 60))
                .setEndTime(Timestamp.newBuilder().setSeconds(end))
                .build();
    }

    /** Requests of an hour, so many each minute. */
    private static TimeSeries requests(String code, long each) {
        TimeSeries.Builder series = series("request_count", ValueType.INT64);
        series.getMetricBuilder()
                .putLabels("response_code", code)
                .putLabels("response_code_class", code.charAt(0) + "xx");
        for (int minute = 59; minute >= 0; minute--) {
            series.addPoints(Point.newBuilder()
                    .setInterval(minute(minute))
                    .setValue(TypedValue.newBuilder().setInt64Value(each)));
        }
        return series.build();
    }

    private static TimeSeries latencies() {
        Distribution each = Distribution.newBuilder()
                .setCount(11)
                .setMean(30)
                .setBucketOptions(BucketOptions.newBuilder()
                        .setExplicitBuckets(BucketOptions.Explicit.newBuilder()
                                .addBounds(10)
                                .addBounds(50)
                                .addBounds(200)))
                .addBucketCounts(0)
                .addBucketCounts(10)
                .addBucketCounts(1)
                .build();
        TimeSeries.Builder series = series("request_latencies", ValueType.DISTRIBUTION);
        for (int minute = 59; minute >= 0; minute--) {
            series.addPoints(Point.newBuilder()
                    .setInterval(minute(minute))
                    .setValue(TypedValue.newBuilder().setDistributionValue(each)));
        }
        return series.build();
    }

    private static String order() {
        return "{\"kind\":\"weekly\",\"from\":\"" + HOUR + "\",\"until\":\"" + HOUR.plus(2, ChronoUnit.HOURS) + "\"}";
    }

    private static String make() throws Exception {
        HttpResponse<String> begun = calls.post("/reports", "/reports", order());
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(200);
        JsonNode report = MAPPER.readTree(begun.body());
        assertThat(report.path("state").asText()).as(begun.body()).isEqualTo("READY");
        assertThat(begun.headers().firstValue("Location"))
                .contains("reports/" + report.path("id").asText());
        return report.path("id").asText();
    }

    private static JsonNode section(JsonNode report, String key) {
        for (JsonNode section : report.path("sections")) {
            if (section.path("key").asText().equals(key)) {
                return section;
            }
        }
        throw new AssertionError("no section " + key + " in " + report);
    }

    @Test
    void description_isServed() throws Exception {
        assertThat(MAPPER.readTree(calls.get("/openapi.json", "/openapi.json").body()))
                .isEqualTo(DESCRIPTION.json());
    }

    @Test
    void weekly_countsWhatTheMetricsSay() throws Exception {
        JsonNode report =
                MAPPER.readTree(calls.get("/reports/{id}", "/reports/" + made).body());

        JsonNode reliability = section(report, "reliability").path("figures");
        assertThat(reliability.get(0).path("value").asDouble()).isEqualTo(600 / 660.0);
        assertThat(reliability.get(0).path("meaning").asText()).startsWith("Misses the objective of 99.950 %");
        assertThat(reliability.get(1).path("value").asInt()).isEqualTo(60);
        assertThat(section(report, "errors").at("/rows/0/count").asInt()).isEqualTo(60);
        JsonNode latency = section(report, "latency").path("figures");
        assertThat(latency.get(1).path("value").asDouble()).isBetween(10.0, 50.0);
        assertThat(latency.get(3).path("value").asDouble()).isBetween(50.0, 200.0);
        assertThat(section(report, "actions").at("/rows/0/action").asText()).startsWith("Halt changes");
        assertThat(report.path("lead").asText()).contains("misses").doesNotContain("do not fit");
        assertThat(section(report, "arithmetic").path("rows")).isEmpty();
        assertThat(section(report, "arithmetic").path("meaning").asText()).matches("All [0-9]+ checked numbers fit.");
    }

    @Test
    void weekly_hasCostsOfTheBillsDay_andItsBudget() throws Exception {
        JsonNode report =
                MAPPER.readTree(calls.get("/reports/{id}", "/reports/" + made).body());

        JsonNode costs = section(report, "costs");
        assertThat(costs.path("meaning").asText()).contains("from 2026-11-25 until 2026-11-25");
        assertThat(figure(costs, "netCost").path("value").decimalValue()).isEqualByComparingTo("6.6");
        assertThat(figure(costs, "costChange").path("value").asDouble()).isEqualTo(1.0);
        // 660 requests on the bill's day.
        assertThat(figure(costs, "costPerRequest").path("value").decimalValue()).isEqualByComparingTo("0.01");
        JsonNode budget = section(report, "budget");
        assertThat(figure(budget, "spent").path("value").asDouble()).isEqualTo(0.9);
        assertThat(section(report, "actions").toString()).contains("raise the budget Production");
        assertThat(section(report, "database").at("/rows/1/number").asText())
                .isEqualTo("Share of the limit of 120 connections");
        assertThat(section(report, "database").at("/rows/0/now").asText()).isEqualTo("no data");
    }

    private static JsonNode figure(JsonNode section, String key) {
        for (JsonNode figure : section.path("figures")) {
            if (figure.path("key").asText().equals(key)) {
                return figure;
            }
        }
        throw new AssertionError("no figure " + key + " in " + section);
    }

    // A quarter was 360 readings, of which each may take seconds, and a step has two minutes.
    @LongSuite
    @Test
    void quarter_takesAsFewReadingsAsAWeek_andFewPoints() throws Exception {
        int week = readings("2026-09-21T00:00:00Z", "2026-09-28T00:00:00Z");
        int quarter = readings("2026-07-01T00:00:00Z", "2026-10-01T00:00:00Z");

        assertThat(quarter).isEqualTo(week).isLessThanOrEqualTo(30);
    }

    private static int readings(String from, String until) throws Exception {
        int before = monitoring.readings().size();
        HttpResponse<String> begun = calls.post(
                "/reports", "/reports", "{\"kind\":\"weekly\",\"from\":\"" + from + "\",\"until\":\"" + until + "\"}");
        assertThat(MAPPER.readTree(begun.body()).path("state").asText())
                .as(begun.body())
                .isEqualTo("READY");
        List<ListTimeSeriesRequest> readings = List.copyOf(
                monitoring.readings().subList(before, monitoring.readings().size()));
        assertThat(readings).allSatisfy(reading -> {
            long seconds = reading.getInterval().getEndTime().getSeconds()
                    - reading.getInterval().getStartTime().getSeconds();
            long period = reading.getAggregation().getAlignmentPeriod().getSeconds();
            // A page has 100,000 points: several series fit.
            assertThat(period).as(reading.getFilter()).isPositive();
            assertThat(seconds / period).as(reading.getFilter()).isLessThanOrEqualTo(14_000);
            assertThat(reading.getAggregation().getCrossSeriesReducer()).isNotEqualTo(Reducer.REDUCE_NONE);
        });
        return readings.size();
    }

    @Test
    void forms_showTheSameSnapshot_andTheBucketHasIt() throws Exception {
        String id = made;
        assertThat(bucket.objects()).containsKey("reports/" + id + ".json");
        assertThat(form(id, "text/html", "")).contains("<html", "90.909 %");
        assertThat(form(id, "text/markdown", "")).contains("# Production from", "90.909 %");
        assertThat(form(id, "application/openmetrics-text", "")).contains("# EOF");
        assertThat(form(id, "*/*", "?form=mail")).contains("<table", "90.909 %");
        assertThat(MAPPER.readTree(form(id, "application/json", "?audience=support"))
                        .at("/sections/0/key")
                        .asText())
                .isEqualTo("incidents");
        assertThat(form(id, "text/html", "?audience=public"))
                .doesNotContain(
                        "Answers other than success",
                        "USD",
                        "Budget Production",
                        "onnections",
                        "Numbers that do not fit");
        assertThat(calls.get("/reports/{id}", "/reports/" + id + "?audience=nobody")
                        .statusCode())
                .isEqualTo(400);
        assertThat(form(id, "*/*", "?table=errors")).contains("503").contains("generate");
        assertThat(calls.get("/reports/{id}", "/reports/" + id + "?table=nothing")
                        .body())
                .contains("It has: ", "errors");
        assertThat(calls.get("/reports/{id}", "/reports/" + id + "?form=fax").statusCode())
                .isEqualTo(400);
    }

    private static String form(String id, String accept, String query) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(function.uri("/reports/" + id + query))
                                .header("Accept", accept)
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void linkOfAReport_asksOnAPage_andAnAnswerCountsOnce() throws Exception {
        String mail = form(made, "*/*", "?form=mail&audience=engineering");
        assertThat(mail)
                .contains("https://reports.example.com/reports/" + made + "?audience=engineering")
                .isEqualTo(form(made, "*/*", "?form=mail&audience=engineering"));
        String token = mail.replaceAll("(?s).*https://reports.example.com/feedback/([^\"]+)\".*", "$1");
        assertThat(token).contains(".weekly-engineering.");
        assertThat(form(made, "text/html", "")).contains("https://reports.example.com/feedback/", "Was this useful?");

        String page = calls.get("/feedback/{token}", "/feedback/" + token).body();
        assertThat(page).contains("<form method=\"post\">");
        String id = page.replaceAll("(?s).*name=\"id\" value=\"([^\"]+)\".*", "$1");
        String answer = "id=" + id + "&useful=yes&score=9";
        assertThat(send(token, answer).body()).contains("Thank you");
        assertThat(send(token, answer).statusCode()).isEqualTo(200);
        assertThat(send(token, "id=" + id + "&useful=&score=").body()).contains("/useful", "must be given");
        assertThat(send(token, "useful=perhaps&score=11&id=me").body()).contains("/useful", "/score", "/id");
        String forged = token.replace("weekly-engineering", "weekly-leadership");
        assertThat(send(forged, answer).statusCode()).isEqualTo(404);
        assertThat(calls.get("/feedback/{token}", "/feedback/" + forged).statusCode())
                .isEqualTo(404);
        assertThat(calls.post("/feedback/{token}", "/feedback/" + token, "{}").statusCode())
                .isEqualTo(415);
        // Too few to be shown, and one: the second form was the same answer.
        assertThat(calls.get(200, "/feedback").path("hidden").asInt()).isEqualTo(1);
    }

    private static HttpResponse<String> send(String token, String form) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(function.uri("/feedback/" + token))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        BodyHandlers.ofString());
    }

    @Test
    void list_hasReportsOfAKind_newestFirst() throws Exception {
        String second = make();
        JsonNode page = MAPPER.readTree(
                calls.get("/reports", "/reports?kind=weekly&limit=2").body());
        assertThat(page.at("/items/0/id").asText()).isEqualTo(second);
        assertThat(page.at("/items/1/id").asText()).isEqualTo(made);
        assertThat(calls.get("/reports", "/reports?kind=feedback").body()).isEqualTo("{\"items\":[],\"next\":null}");
        assertThat(calls.get("/reports", "/reports?kind=daily").statusCode()).isEqualTo(400);
    }

    @Test
    void badOrders_nameEachField() throws Exception {
        HttpResponse<String> answer =
                calls.post("/reports", "/reports", "{\"kind\":\"daily\",\"from\":\"monday\",\"months\":0}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("must be savings, cost, weekly, migration, feedback")
                .contains("/from", "must be a time, such as")
                .contains("/months");
        assertThat(calls.post("/reports", "/reports", "{\"kind\":\"weekly\",\"from\":\"2026-01-01T00:00:00Z\"}")
                        .body())
                .contains("/until", "must be given with the other");
        assertThat(calls.post("/reports", "/reports", "{\"kind\":\"migration\"}")
                        .body())
                .contains("/run");
    }

    @LongSuite
    @Test
    void steps_ofAnUnknownReport_haveEnded_andTicksCount() throws Exception {
        assertThat(calls.post("/reports/steps", "/reports/steps", "{\"report\":\"" + UNKNOWN + "\"}")
                        .body())
                .contains("\"step\":\"ended\"");
        assertThat(calls.post("/reports/steps", "/reports/steps", "{}").statusCode())
                .isEqualTo(400);
        assertThat(calls.post("/ticks", "/ticks", "{}").statusCode()).isEqualTo(200);
        assertThat(calls.get("/reports/{id}", "/reports/" + UNKNOWN).statusCode())
                .isEqualTo(404);
        assertThat(calls.get("/health", "/health").statusCode()).isEqualTo(200);
    }
}
