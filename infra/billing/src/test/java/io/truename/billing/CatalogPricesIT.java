// SPDX-License-Identifier: Apache-2.0
package io.truename.billing;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.truename.costing.price.Price;
import io.truename.costing.price.Usage;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers have the shape of {@code GET /v1/services/5490-F7B7-8DF6/skus}, Cloud Logging's. */
class CatalogPricesIT {
    private static final String SERVICE = "5490-F7B7-8DF6";
    private static final String PATH = "/v1/services/" + SERVICE + "/skus";

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

    private CatalogPrices.Found read() {
        return new CatalogPrices(Optional.of(server.baseUrl() + "/")).read(SERVICE, "USD");
    }

    private static String sku(String id, String usageUnit, String baseUnit, String factor, String rates) {
        return """
                {"name": "services/5490-F7B7-8DF6/skus/%s", "skuId": "%s", "description": "Log Storage cost",
                 "category": {"serviceDisplayName": "Cloud Logging", "resourceFamily": "ApplicationServices",
                   "resourceGroup": "Stackdriver", "usageType": "OnDemand"},
                 "serviceRegions": ["global"],
                 "pricingInfo": [{"summary": "", "pricingExpression": {"usageUnit": "%s", "displayQuantity": 1,
                     "tieredRates": [%s], "usageUnitDescription": "unit", "baseUnit": "%s",
                     "baseUnitDescription": "base", "baseUnitConversionFactor": %s},
                   "aggregationInfo": {"aggregationLevel": "PROJECT", "aggregationInterval": "MONTHLY", "aggregationCount": 1},
                   "currencyConversionRate": 1, "effectiveTime": "2026-11-20T09:42:11.000123Z"}],
                 "serviceProviderName": "Google", "geoTaxonomy": {"type": "GLOBAL", "regions": []}}
                """.formatted(id, id, usageUnit, rates, baseUnit, factor);
    }

    private static String rate(String start, String units, String nanos) {
        return "{\"startUsageAmount\": " + start + ", \"unitPrice\": {\"currencyCode\": \"USD\", \"units\": \"" + units
                + "\", \"nanos\": " + nanos + "}}";
    }

    private void answers(String token, String body) {
        server.stubFor(get(urlPathEqualTo(PATH))
                .withQueryParam("currencyCode", equalTo("USD"))
                .withQueryParam("pageToken", token.isEmpty() ? absent() : equalTo(token))
                .willReturn(okJson(body)));
    }

    @Test
    void read_allPages_withExactTiers() {
        answers(
                "",
                "{\"skus\": ["
                        + sku(
                                "3BC5-73DB-2A3B",
                                "GiBy",
                                "By",
                                "1073741824",
                                rate("0", "0", "0") + "," + rate("50", "0", "500000000"))
                        + "], \"nextPageToken\": \"ABC+/=\"}");
        answers(
                "ABC+/=",
                "{\"skus\": [" + sku("143F-A1B0-E0BE", "count", "count", "1", rate("0", "0", "1")) + "],"
                        + " \"nextPageToken\": \"\"}");
        CatalogPrices.Found found = read();

        assertThat(found.prices()).extracting(Price::key).containsExactly("3BC5-73DB-2A3B", "143F-A1B0-E0BE");
        assertThat(found.prices().get(0).cost(Usage.of("64424509440", "By"))).isEqualByComparingTo("5");
        // A billionth of a dollar: as a double, three billion of them would not be 3.
        assertThat(found.prices().get(1).cost(Usage.of("3000000000", "count"))).isEqualByComparingTo("3");
        assertThat(found.leftOut()).isEmpty();
    }

    @Test
    void read_aLaterPageFails_nothingIsRead() {
        answers("", "{\"skus\": [], \"nextPageToken\": \"2\"}");
        server.stubFor(get(urlPathEqualTo(PATH))
                .withQueryParam("pageToken", equalTo("2"))
                .willReturn(aResponse().withStatus(503)));

        assertThatThrownBy(this::read).isInstanceOf(BillingException.class).hasMessageContaining("answered 503");
    }

    @Test
    void read_tokenThatComesAgain_ends() {
        answers("", "{\"skus\": [], \"nextPageToken\": \"2\"}");
        answers("2", "{\"skus\": [], \"nextPageToken\": \"2\"}");

        assertThatThrownBy(this::read).hasMessageContaining("does not come to an end");
    }

    @Test
    void read_forbidden_saysHow_withoutTheAnswer() {
        server.stubFor(
                get(urlPathEqualTo(PATH)).willReturn(aResponse().withStatus(403).withBody("{\"error\": \"secret\"}")));

        assertThatThrownBy(this::read)
                .isInstanceOfSatisfying(
                        BillingException.class,
                        refused -> assertThat(refused.sentence())
                                .contains("Enable the API")
                                .doesNotContain("secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "", "[1]", "{\"skus\": 7}", "{\"skus\": [7]}", "{\"skus\": [{}]}"})
    void read_garbage_isRefused(String body) {
        answers("", body);

        assertThatThrownBy(this::read).isInstanceOf(BillingException.class);
    }

    @Test
    void service_isAnId() {
        assertThatThrownBy(() -> CatalogPrices.requireService("../../projects")).hasMessageContaining("152E-C115-5142");
    }
}
