// SPDX-License-Identifier: Apache-2.0
package io.truename.billing;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.truename.costing.cost.CostBreakdown;
import io.truename.costing.cost.CostRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers have the shape of {@code jobs.query} and {@code jobs.getQueryResults}: every value a text within {@code f} and {@code v}. */
class BigQueryCostsIT {
    private static final Instant FROM = Instant.parse("2026-11-01T07:00:00Z");
    private static final String QUERIES = "/bigquery/v2/projects/my-project/queries";
    private static final String SCHEMA = """
            "schema": {"fields": [{"name": "billing_account_id", "type": "STRING"}, {"name": "service_description", "type": "STRING"},
              {"name": "sku_id", "type": "STRING"}, {"name": "usage_start_time", "type": "STRING"}, {"name": "labels", "type": "STRING"},
              {"name": "cost", "type": "STRING"}, {"name": "credits", "type": "STRING"}, {"name": "currency", "type": "STRING"},
              {"name": "usage_amount_in_pricing_units", "type": "STRING"}, {"name": "usage_pricing_unit", "type": "STRING"},
              {"name": "cost_type", "type": "STRING"}]},
            """;

    private final WireMockServer server =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private List<CostRow> read(String table) {
        List<CostRow> rows = new ArrayList<>();
        new BigQueryCosts("my-project", BillingTable.parse(table), Optional.of(server.baseUrl() + "/"))
                .read(FROM, FROM.plusSeconds(3600), rows::add);
        return rows;
    }

    private List<CostRow> read() {
        return read("my-project.billing.gcp_billing_export_v1_01D4EE");
    }

    private static String row(String cost) {
        return "{\"f\": [{\"v\": \"01D4EE\"}, {\"v\": \"Cloud Run\"}, {\"v\": \"CPU\"}, {\"v\": \"2026-11-01T07:00:00Z\"},"
                + " {\"v\": \"[{\\\"key\\\":\\\"function\\\",\\\"value\\\":\\\"generate\\\"}]\"}, {\"v\": \"" + cost
                + "\"},"
                + " {\"v\": \"-0.1\"}, {\"v\": \"USD\"}, {\"v\": null}, {\"v\": null}, {\"v\": \"regular\"}]}";
    }

    private static String page(String rows, String token) {
        return "{\"kind\": \"bigquery#queryResponse\", \"jobReference\": {\"projectId\": \"my-project\", \"jobId\": \"job_1\","
                + " \"location\": \"EU\"}, " + SCHEMA + "\"totalRows\": \"2\", \"rows\": [" + rows + "],"
                + (token.isEmpty() ? "" : " \"pageToken\": \"" + token + "\",") + " \"jobComplete\": true}";
    }

    private void begins(String body) {
        server.stubFor(post(urlPathEqualTo(QUERIES)).willReturn(okJson(body)));
    }

    @Test
    void read_waitsForTheQuery_andReadsAllPages() {
        begins("{\"jobReference\": {\"jobId\": \"job_1\", \"location\": \"EU\"}, \"jobComplete\": false}");
        server.stubFor(get(urlPathEqualTo(QUERIES + "/job_1"))
                .withQueryParam("location", equalTo("EU"))
                .withQueryParam("timeoutMs", equalTo("10000"))
                .willReturn(okJson(page(row("0.1"), "more"))));
        server.stubFor(get(urlPathEqualTo(QUERIES + "/job_1"))
                .withQueryParam("location", equalTo("EU"))
                .withQueryParam("pageToken", equalTo("more"))
                .willReturn(okJson(page(row("0.2"), ""))));
        List<CostRow> rows = read();

        assertThat(CostBreakdown.byService(rows).gross()).isEqualByComparingTo("0.3");
        assertThat(CostBreakdown.byService(rows).net()).isEqualByComparingTo("0.1");
        assertThat(rows.get(0).labels()).isEqualTo(Map.of("function", "generate"));
        assertThat(rows.get(0).usage()).isEmpty();
        server.verify(postRequestedFor(urlPathEqualTo(QUERIES))
                .withRequestBody(matchingJsonPath("$.useLegacySql", equalTo("false")))
                .withRequestBody(matchingJsonPath(
                        "$.queryParameters[0].parameterValue.value", equalTo("2026-11-01T07:00:00Z"))));
    }

    @Test
    void tableOfTheDetailedExport_givesItsRows() {
        begins(page(row("0.1"), ""));

        assertThat(read("my-project.billing.gcp_billing_export_resource_v1_01D4EE"))
                .extracting(CostRow::export)
                .containsExactly(CostRow.Export.DETAILED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jobComplete\": false}",
                "{\"jobComplete\": true, \"rows\": [7]}",
                "{\"jobComplete\": true, \"rows\": [{\"f\": []}]}",
                "nothing"
            })
    void read_garbage_isRefused(String body) {
        begins(body);

        assertThatThrownBy(this::read).isInstanceOf(BillingException.class);
    }

    @Test
    void read_refused_saysTheRoles() {
        server.stubFor(post(urlPathEqualTo(QUERIES)).willReturn(aResponse().withStatus(403)));

        assertThatThrownBy(this::read).hasMessageContaining("roles/bigquery.jobUser");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "table", "p.d.t", "my-project.d.t`; DROP TABLE x", "my-project.d.t t"})
    void table_thatIsNone_isRefused(String text) {
        assertThatThrownBy(() -> BillingTable.parse(text)).hasMessageContaining("project.dataset.table");
    }
}
