// SPDX-License-Identifier: Apache-2.0
package io.truename.report;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.truename.costing.budget.BudgetPeriod;
import io.truename.costing.optimisation.Optimisation;
import io.truename.costing.optimisation.Optimisation.Risk;
import io.truename.costing.optimisation.Optimisation.TerraformChange;
import io.truename.edge.DescribedCalls;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.reporting.RecommendationStore;
import io.truename.report.http.ReportRoutes;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.openapi.OpenApiDocument;
import io.truename.testkit.suite.LongSuite;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Calls of money, estimates and feedback at the deployable, with a server in place of Google's APIs; answers are held against the
 * description.
 *
 * <p>Long, because all of them share one deployable and one database, whose start takes most of the time.
 */
class MoneyIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final OpenApiDocument DESCRIPTION = OpenApiDocument.beside(ReportRoutes.class);
    private static final WireMockServer GOOGLE =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));

    private static final String MAPPING = """
            documents: {table: public.documents, id: id, user: owner, contentHash: hash, bytes: size}
            chunks: {table: public.chunks, id: id, document: document, chunker: chunker, chunkerVersion: version, ordinal: ordinal}
            """;

    private static TestDatabase database;
    private static BucketFixture bucket;
    private static InvokerProcess function;
    private static DescribedCalls calls;

    @BeforeAll
    static void start() {
        GOOGLE.start();
        database = TestServer.shared(TestServer.Version.NEWEST).database();
        database.execute("CREATE TABLE documents (id uuid PRIMARY KEY, owner text, hash text, size bigint);"
                + "CREATE TABLE chunks (id uuid PRIMARY KEY, document uuid REFERENCES documents, chunker text, version text,"
                + " ordinal integer); CREATE INDEX ON chunks (document);"
                + "INSERT INTO documents SELECT gen_random_uuid(), 'user-' || n % 3, CASE WHEN n < 900 THEN"
                + " encode(sha256((n % 40)::text::bytea), 'hex') END, 1000 FROM generate_series(0, 999) AS n");
        bucket = new BucketFixture();
        function = Deployable.process()
                .environment("TRUENAME_DATABASE_URL", database.url())
                .environment("TRUENAME_MAPPING", MAPPING)
                .environment("GOOGLE_CLOUD_PROJECT", "test-project")
                .environment("TRUENAME_MONITORING", "off")
                .environment("STORAGE_EMULATOR_HOST", bucket.address())
                .environment("TRUENAME_REPORTS_BUCKET", "reports")
                .environment("PUBSUB_EMULATOR_HOST", "localhost:1")
                .environment("TRUENAME_BILLING_URL", GOOGLE.baseUrl() + "/")
                .environment("TRUENAME_BILLING_TABLE", "test-project.billing.gcp_billing_export_v1_01D4EE")
                .start();
        calls = new DescribedCalls(function, DESCRIPTION);
    }

    @AfterAll
    static void stop() {
        function.close();
        bucket.close();
        GOOGLE.stop();
    }

    private static HttpResponse<String> post(String path, String mediaType, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = CLIENT.send(
                HttpRequest.newBuilder(function.uri(path))
                        .header("Content-Type", mediaType)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        String type = answer.headers().firstValue("Content-Type").orElse("").split(";", -1)[0];
        assertThat(DESCRIPTION.answerErrors(path.split("\\?", 2)[0], "post", answer.statusCode(), type, answer.body()))
                .as(answer.body())
                .isEmpty();
        return answer;
    }

    private static int push(String attributes, String data, Instant at) throws IOException, InterruptedException {
        String body = "{\"subscription\":\"projects/p/subscriptions/report-budgets\",\"message\":{\"messageId\":\"7\","
                + "\"publishTime\":\"" + at + "\",\"attributes\":" + attributes + ",\"data\":\""
                + Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)) + "\"}}";
        return calls.plain("POST", "/budgets", body).statusCode();
    }

    private static String data(String cost, Instant periodStart, String more) {
        return "{\"budgetDisplayName\":\"Production\",\"costAmount\":" + cost + ",\"costIntervalStart\":\""
                + periodStart
                + "\",\"budgetAmount\":200.0,\"budgetAmountType\":\"SPECIFIED_AMOUNT\",\"currencyCode\":\"USD\"" + more
                + "}";
    }

    private static JsonNode budget(String id) throws Exception {
        for (JsonNode item : calls.get(200, "/budgets").path("items")) {
            if (item.path("budget").asText().equals(id)) {
                return item;
            }
        }
        throw new AssertionError(id);
    }

    @Test
    void budgets_permutedAndDoubled_giveTheSame() throws Exception {
        Instant now = Instant.now();
        Instant period = BudgetPeriod.MONTH.start(now);
        List<String> costs = List.of("10.5", "40", "120.25", "90", "100.1");
        List<JsonNode> shown = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            String id = "budget-" + round;
            List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4, 0, 2, 4, 3));
            Collections.shuffle(order, new Random(round));
            for (int at : order) {
                int status = push(
                        "{\"billingAccountId\":\"01D4EE-079462-DFD6EC\",\"budgetId\":\"" + id
                                + "\",\"schemaVersion\":\"1.0\"}",
                        data(costs.get(at), period, at == 2 ? ",\"alertThresholdExceeded\":0.5" : ""),
                        now.minusSeconds(1000).plusSeconds(at * 100L));
                assertThat(status).isEqualTo(200);
            }
            shown.add(budget(id));
        }
        // The last message counts, though an earlier one told of a higher cost.
        assertThat(shown.get(0).path("cost").decimalValue()).isEqualByComparingTo("100.1");
        assertThat(shown.get(0).path("spent").asDouble()).isCloseTo(0.5005, within(1e-9));
        assertThat(shown.get(0).path("thresholds").toString()).contains("\"share\":0.5");
        assertThat(shown.get(1).toString().replace("budget-1", "budget-0"))
                .isEqualTo(shown.get(0).toString());
        assertThat(shown.get(2).toString().replace("budget-2", "budget-0"))
                .isEqualTo(shown.get(0).toString());
    }

    @Test
    void budget_withoutAmount_stale_orSilent_haveWordsOfTheirOwn() throws Exception {
        Instant now = Instant.now();
        Instant period = BudgetPeriod.MONTH.start(now);
        push(
                "{\"budgetId\":\"none\"}",
                data("5", period, "").replace("\"budgetAmount\":200.0,", ""),
                now.minusSeconds(60));
        push("{\"budgetId\":\"stale\"}", data("5", period, ""), now.minusSeconds(25 * 3600));
        push(
                "{\"budgetId\":\"silent\"}",
                data("5", BudgetPeriod.MONTH.start(period.minusSeconds(1)), ""),
                now.minusSeconds(60));

        assertThat(budget("none").path("word").asText()).isEqualTo("no budget");
        assertThat(budget("none").path("cost").asInt()).isEqualTo(5);
        assertThat(budget("stale").path("word").asText()).isEqualTo("stale");
        assertThat(budget("silent").path("word").asText()).isEqualTo("no data");
        assertThat(budget("silent").path("spent").isNull()).isTrue();
    }

    @Test
    void budget_thatCannotBeRead_isRefused_andLosesNothing() throws Exception {
        Instant now = Instant.now();
        Instant period = BudgetPeriod.MONTH.start(now);
        push("{\"budgetId\":\"kept\"}", data("5", period, ""), now.minusSeconds(60));
        // No topic of dead letters is set: the message is settled, and the log tells.
        assertThat(push("{\"budgetId\":\"kept\"}", "<garbage>", now)).isEqualTo(204);
        assertThat(push("{\"budgetId\":\"kept\"}", data("\"much\"", period, ""), now))
                .isEqualTo(204);
        assertThat(push("{}", data("7", period, ""), now)).isEqualTo(204);
        JsonNode problem = calls.post(400, "/budgets", "{\"budgetId\":\"kept\",\"costAmount\":1}");
        assertThat(problem.toString()).contains("/publishedAt");
        JsonNode future = calls.post(
                400,
                "/budgets",
                data("9", period, ",\"budgetId\":\"kept\",\"publishedAt\":\"" + now.plusSeconds(7200) + "\""));
        assertThat(future.toString()).contains("is in the future");

        assertThat(budget("kept").path("cost").asInt()).isEqualTo(5);
    }

    @Test
    void prices_ofTheCatalog_areThere_andAnotherHoldsFromItsDay() throws Exception {
        assertThat(price("sql-disk", "2026-06-01")
                        .path("tiers")
                        .get(0)
                        .path("each")
                        .decimalValue())
                .isEqualByComparingTo("0.17");
        HttpResponse<String> yaml = post("/prices", "application/yaml", """
                prices:
                  - key: sql-disk
                    unit: GiB-month
                    each: 0.10
                    from: 2026-07-01
                    source: contract
                  - {key: mail, unit: count, from: 2026-07-01, source: list, tiers: [{start: 0, each: 0}, {start: 100, each: 0.001}]}
                """);

        assertThat(yaml.statusCode()).as(yaml.body()).isEqualTo(200);
        assertThat(price("sql-disk", "2026-06-30").path("source").asText()).startsWith("likewise");
        assertThat(price("sql-disk", "2026-07-01").path("tiers").toString()).isEqualTo("[{\"start\":0,\"each\":0.1}]");
        assertThat(price("mail", "2026-07-01").path("tiers")).hasSize(2);
    }

    private static JsonNode price(String key, String day) throws Exception {
        for (JsonNode item : calls.get(200, "/prices?limit=1000&on=" + day).path("items")) {
            if (item.path("key").asText().equals(key)) {
                return item;
            }
        }
        throw new AssertionError(key);
    }

    @Test
    void prices_areRefusedWithAllProblems_andNothingIsAdded() throws Exception {
        JsonNode problem = calls.post(400, "/prices", """
                {"prices": [{"key": "good", "unit": "count", "each": 1, "from": "2026-01-01", "source": "list"},
                            {"key": "a", "unit": "count", "each": "many", "from": "2026-01-01", "source": "list"},
                            {"key": "b", "unit": "count", "each": 1, "from": "soon", "source": "list"}]}
                """);
        assertThat(problem.path("problems")).hasSize(2);
        assertThat(problem.toString()).contains("/prices/1", "each: is no number", "/prices/2", "from: is no date");
        assertThat(calls.get(200, "/prices").toString()).doesNotContain("\"good\"");
        assertThat(post("/prices", "application/yaml", "a: &a [1]\nb: [*a, *a]").statusCode())
                .isEqualTo(400);
        assertThat(post("/prices", "text/plain", "x").statusCode()).isEqualTo(415);
    }

    @Test
    void refresh_takesWholePriceLists_orNothing() throws Exception {
        String sku = """
                {"skuId": "%s", "pricingInfo": [{"effectiveTime": "2026-08-01T00:00:00Z", "pricingExpression": {"usageUnit": "GiBy",
                  "baseUnit": "By", "baseUnitConversionFactor": 1073741824, "tieredRates": [%s]},
                  "aggregationInfo": {"aggregationLevel": "PROJECT", "aggregationInterval": "MONTHLY", "aggregationCount": 1}}]}
                """;
        String rate =
                "{\"startUsageAmount\": 0, \"unitPrice\": {\"currencyCode\": \"USD\", \"units\": \"0\", \"nanos\": 500000000}}";
        GOOGLE.stubFor(get(urlPathEqualTo("/v1/services/5490-F7B7-8DF6/skus"))
                .willReturn(okJson("{\"skus\": [" + sku.formatted("LOGS-0001", rate) + ","
                        + sku.formatted("LOGS-0002", "") + "]}")));
        GOOGLE.stubFor(get(urlPathEqualTo("/v1/services/152E-C115-5142/skus"))
                .willReturn(aResponse().withStatus(500)));
        JsonNode taken = calls.post(200, "/prices/refresh", "{\"services\":[\"5490-F7B7-8DF6\"]}");

        assertThat(taken.path("prices").asInt()).isEqualTo(1);
        assertThat(taken.path("reasons").toString()).contains("LOGS-0002");
        assertThat(price("LOGS-0001", "2026-08-01").path("baseUnit").asText()).isEqualTo("By");
        GOOGLE.stubFor(get(urlPathEqualTo("/v1/services/5490-F7B7-8DF6/skus"))
                .willReturn(okJson("{\"skus\": [" + sku.formatted("LOGS-0003", rate) + "]}")));
        JsonNode refused = calls.post(503, "/prices/refresh", "{\"services\":[\"5490-F7B7-8DF6\",\"152E-C115-5142\"]}");
        assertThat(refused.path("detail").asText()).contains("answered 500");
        assertThat(calls.get(200, "/prices?limit=1000").toString()).doesNotContain("LOGS-0003");
    }

    private static final String HEADER =
            "billing_account_id,service.description,sku.id,sku.description,usage_start_time,"
                    + "cost,credits,currency,usage.amount,usage.unit,labels.function\n";

    private static String row(String account, String hour, String cost) {
        return account + ",Cloud Run,CPU,\"Services, CPU\",2026-10-05T" + hour + ":00:00Z," + cost
                + ",-0.1,USD,3,h,generate\n";
    }

    @Test
    void costs_ofTheSameFile_countOnce() throws Exception {
        String csv = HEADER + row("A", "01", "1.5") + row("A", "02", "2");
        JsonNode first = MAPPER.readTree(post("/costs", "text/csv", csv).body());
        assertThat(first.path("rows").asInt()).isEqualTo(2);
        assertThat(first.path("replaced").asInt()).isZero();
        assertThat(MAPPER.readTree(post("/costs", "text/csv", csv).body())
                        .path("replaced")
                        .asInt())
                .isEqualTo(2);

        bucket.objects()
                .put(
                        "exports/day.jsonl",
                        ("{\"billing_account_id\": \"A\", \"service\": {\"description\": \"Cloud Run\"},"
                                        + " \"usage_start_time\": \"2026-10-05T02:00:00Z\", \"cost\": 7, \"currency\": \"USD\"}\n")
                                .getBytes(StandardCharsets.UTF_8));
        JsonNode corrected = calls.post(
                200,
                "/costs",
                "{\"object\":\"exports/day.jsonl\",\"from\":\"2026-10-05T00:00:00Z\",\"until\":\"2026-10-06T00:00:00Z\"}");
        assertThat(corrected.path("replaced").asInt()).isEqualTo(2);
        assertThat(calls.post(404, "/costs", "{\"object\":\"exports/none.csv\"}")
                        .path("detail")
                        .asText())
                .isNotEmpty();
    }

    @Test
    void costs_withABadLine_areNotImported() throws Exception {
        String csv = HEADER + row("B", "01", "1") + row("B", "02", "ten") + row("B", "03", "1") + row("B", "25", "1");
        HttpResponse<String> refused = post("/costs", "text/csv", csv);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("\"/3/cost\"", "is no number", "\"/5/usage_start_time\"");
        assertThat(MAPPER.readTree(post("/costs", "text/csv", HEADER + row("B", "01", "1"))
                                .body())
                        .path("replaced")
                        .asInt())
                .isZero();
        assertThat(post("/costs", "application/x-ndjson", "{\"cost\": 1}\n{\"cost\": ")
                        .body())
                .contains("\"/1/usage_start_time\"", "is no JSON");
        assertThat(calls.post(400, "/costs", "{}").toString()).contains("/object");
        assertThat(calls.post(400, "/costs", "{\"object\":\"a.exe\"}").toString())
                .contains(".csv");
    }

    @Test
    void costs_ofTwoExports_areRefused() throws Exception {
        post("/costs", "text/csv", HEADER + row("C", "01", "1"));
        String focus =
                "{\"BillingAccountId\": \"C\", \"BilledCost\": 1, \"BillingCurrency\": \"USD\", \"ServiceName\": \"Cloud Run\","
                        + " \"ChargePeriodStart\": \"2026-10-05T05:00:00Z\"}";
        HttpResponse<String> refused = post("/costs", "application/x-ndjson", focus);

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("C on 2026-10-05");
        assertThat(post("/costs?from=2026-10-05T00:00:00Z&until=2026-10-06T00:00:00Z", "application/x-ndjson", focus)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void costs_comeFromBigQuery() throws Exception {
        GOOGLE.stubFor(WireMock.post(urlPathEqualTo("/bigquery/v2/projects/test-project/queries"))
                .willReturn(okJson("""
                        {"jobComplete": true, "jobReference": {"jobId": "j"}, "schema": {"fields": [{"name": "billing_account_id"},
                          {"name": "service_description"}, {"name": "usage_start_time"}, {"name": "cost"}, {"name": "currency"}]},
                         "rows": [{"f": [{"v": "D"}, {"v": "Cloud Run"}, {"v": "2026-10-05T03:00:00Z"}, {"v": "0.30"}, {"v": "USD"}]}]}
                        """)));
        JsonNode taken =
                calls.post(200, "/costs", "{\"from\":\"2026-10-05T00:00:00Z\",\"until\":\"2026-10-06T00:00:00Z\"}");
        assertThat(taken.path("rows").asInt()).isEqualTo(1);
    }

    @Test
    void feedback_isSummedUp_andFewAnswersAreNotShown() throws Exception {
        String id = UUID.randomUUID().toString();
        String yes = "{\"segment\":\"console\",\"useful\":true,\"score\":10,\"id\":\"" + id + "\"}";
        assertThat(calls.post(200, "/feedback", yes).path("new").asBoolean()).isTrue();
        assertThat(calls.post(200, "/feedback", yes).path("new").asBoolean()).isFalse();
        assertThat(calls.get(200, "/feedback").path("all").isNull()).isTrue();
        for (int answer = 0; answer < 9; answer++) {
            calls.post(
                    200,
                    "/feedback",
                    "{\"segment\":\"console\",\"useful\":" + (answer < 5) + ",\"score\":" + answer + "}");
        }
        JsonNode shown = calls.get(200, "/feedback?weeks=2");

        assertThat(shown.path("all").path("answers").asInt()).isEqualTo(10);
        assertThat(shown.path("segments").get(0).path("useful").asDouble()).isEqualTo(0.6);
        assertThat(shown.path("segments").get(0).path("low").asDouble()).isCloseTo(0.3127, within(1e-3));
        // 1 promoter, 7 detractors (0 to 6).
        assertThat(shown.path("all").path("score").asDouble()).isCloseTo(-60, within(1e-9));
        assertThat(shown.path("weeks")).hasSize(2);
        assertThat(calls.post(400, "/feedback", "{\"segment\":\"Anna Smith\",\"comment\":\"x\"}")
                        .path("problems"))
                .hasSize(3);
    }

    @Test
    void costReport_isMadeOfWhatWasImported() throws Exception {
        String september =
                (HEADER + row("E", "01", "12.6") + row("E", "02", "12.6")).replace("2026-10-05", "2026-09-05");
        assertThat(post("/costs", "text/csv", september).statusCode()).isEqualTo(200);
        JsonNode made = calls.post(
                200,
                "/reports",
                "{\"kind\":\"cost\",\"from\":\"2026-09-01T00:00:00Z\",\"until\":\"2026-10-01T00:00:00Z\"}");
        assertThat(made.path("state").asText()).as(made.toString()).isEqualTo("READY");
        assertThat(made.path("lead").asText()).isEqualTo("The bill is 25.00 USD.");

        HttpResponse<String> report =
                calls.get("/reports/{id}", "/reports/" + made.path("id").asText());
        assertThat(report.body()).contains("generate", "Cloud Run", "no data");
    }

    @LongSuite
    @Test
    void recommendation_thatWasCarriedOut_isFollowedUp() throws Exception {
        Instant now = Instant.now();
        Optimisation proposed = new Optimisation(
                "min-instances/generate",
                "Keep no instance of generate waiting",
                now.minus(Duration.ofDays(24)),
                now.minus(Duration.ofDays(10)),
                "12 % of hours had traffic",
                BigDecimal.ONE,
                BigDecimal.TEN,
                Risk.LOW,
                "Slower after a pause.",
                new TerraformChange("var.functions[\"generate\"]", "min", "1", "0"),
                Set.of("idle/generate"));
        try (Database own = Database.of(DatabaseUrl.parse(database.url()), "test", 1)) {
            own.inTransaction(session -> {
                new RecommendationStore()
                        .keep(session, UUID.randomUUID(), List.of(proposed), "USD", now.minus(Duration.ofDays(10)));
                return true;
            });
        }
        String order =
                "{\"kind\":\"cost\",\"from\":\"" + now.minus(Duration.ofDays(5)) + "\",\"until\":\"" + now + "\"}";
        assertThat(followUp(order)).contains("not applied");
        JsonNode open = calls.get(200, "/recommendations").path("items").get(0);
        assertThat(open.path("change").asText()).isEqualTo("var.functions[\"generate\"]: min = 0 (was 1)");
        assertThat(open.path("appliedAt").isNull()).isTrue();

        String applied = "{\"key\":\"min-instances/generate\",\"appliedAt\":\"" + now.minus(Duration.ofDays(9)) + "\"}";
        assertThat(calls.post(200, "/recommendations", applied)
                        .path("appliedAt")
                        .isTextual())
                .isTrue();
        assertThat(calls.post(404, "/recommendations", applied).path("detail").asText())
                .contains("stays so");
        assertThat(calls.post(400, "/recommendations", "{\"key\":\"a\",\"appliedAt\":\"2199-01-01T00:00:00Z\"}")
                        .toString())
                .contains("/appliedAt");
        // Nothing was billed since.
        assertThat(followUp(order)).contains("too early");
    }

    private static String followUp(String order) throws Exception {
        String id = calls.post(200, "/reports", order).path("id").asText();
        return calls.get("/reports/{id}", "/reports/" + id).body();
    }

    @LongSuite
    @Test
    void feedbackReport_isMade() throws Exception {
        JsonNode made = calls.post(200, "/reports", "{\"kind\":\"feedback\"}");

        assertThat(made.path("state").asText()).as(made.toString()).isEqualTo("READY");
        assertThat(made.path("title").asText()).startsWith("Feedback from ");
    }

    // The week of an earlier report, with its numbers as they were written.
    @Test
    void review_findsTheArithmeticThatIsWrong() throws Exception {
        JsonNode review = calls.post(200, "/reviews", """
                {"claims": [
                  {"kind": "allowance", "goal": 0.9995, "windowSeconds": 604800, "seconds": 22.3},
                  {"kind": "attainment", "measured": 0.9982, "goal": 0.9995, "met": true},
                  {"kind": "remainder", "before": 2460, "savings": [300, 150, 50], "after": 1800},
                  {"kind": "request-bill", "requestsPerDay": 797600000, "days": 30, "price": "run-requests", "billed": 1200},
                  {"kind": "sum", "parts": [300, 150, 50], "total": 500}]}
                """);

        assertThat(review.path("checked").asInt()).isEqualTo(5);
        assertThat(review.path("findings")).hasSize(4);
        assertThat(review.path("findings").get(0).path("sentence").asText())
                .isEqualTo("99.95 % allows 302.4 seconds in a week, not 22.3.");
        assertThat(review.path("findings").get(1).path("sentence").asText())
                .isEqualTo("99.82 % misses 99.95 %: errors used 3.6 times the error budget.");
        assertThat(review.path("findings").get(2).path("sentence").asText())
                .isEqualTo("Savings of 500 from 2,460 leave 1,960, not 1,800: 160 of savings are missing.");
        assertThat(review.path("findings").get(3).path("sentence").asText())
                .startsWith("797,600,000 requests a day cost at least 9,570.4 USD in 30 days");
        assertThat(calls.post(400, "/reviews", "{\"claims\":[{\"kind\":\"sum\"},{\"kind\":\"guess\"}]}")
                        .path("problems"))
                .hasSize(2);
    }

    @Test
    void estimates_ofAList_countAndTell() throws Exception {
        String hash = "ab".repeat(32);
        String list = "user,hash,bytes\nann," + hash + ",1000\nann," + hash + ",1000\nbob," + hash + ",1000\nbob,x,1\n";
        JsonNode body = MAPPER.readTree(post("/estimates", "text/csv", list).body());
        assertThat(body.path("exact").asBoolean()).isTrue();
        assertThat(body.path("sameOwner").path("bytes").asLong()).isEqualTo(1000);
        assertThat(body.path("acrossOwners").path("documents").asLong()).isEqualTo(1);
        assertThat(body.path("firstBadLines").path(0).path("line").asLong()).isEqualTo(5);
        assertThat(post("/estimates", "text/csv", "a,b\n").statusCode()).isEqualTo(400);
        assertThat(post("/estimates", "application/json", "{}").statusCode()).isEqualTo(400);
        assertThat(post("/estimates", "application/json", "{\"object\":\"absent.csv\"}")
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void estimates_ofTheMappedTable_countIt_andRefuseAnother() throws Exception {
        JsonNode body = calls.post(200, "/estimates", "{\"table\":\"public.documents\"}");

        assertThat(body.path("documents").asInt()).isEqualTo(900);
        assertThat(body.path("leftOut").asInt()).isEqualTo(100);
        assertThat(body.path("exact").asBoolean()).isTrue();
        assertThat(body.path("unique").path("documents").asInt()).isEqualTo(40);
        assertThat(body.path("acrossOwners").path("documents").asInt()).isEqualTo(80);
        assertThat(body.path("sameOwner").path("bytes").asInt()).isEqualTo(780_000);
        for (String wrong : List.of("{\"table\":\"public.chunks\"}", "{\"table\":\"x\",\"object\":\"a.csv\"}")) {
            assertThat(calls.post(400, "/estimates", wrong).path("problems")).hasSize(1);
        }
    }
}
