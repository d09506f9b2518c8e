// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.price;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogSkusTest {
    private static final String PAGE = """
            {"skus": [{"name": "services/5490-F7B7-8DF6/skus/3BC5-73DB-2A3B", "skuId": "3BC5-73DB-2A3B",
              "description": "Log Storage cost", "category": {"serviceDisplayName": "Cloud Logging", "usageType": "OnDemand"},
              "serviceRegions": ["global"], "serviceProviderName": "Google",
              "pricingInfo": [{"summary": "", "effectiveTime": "2026-11-20T09:42:11.000123Z", "currencyConversionRate": 1,
                "pricingExpression": {"usageUnit": "GiBy", "usageUnitDescription": "gibibyte", "baseUnit": "By",
                  "baseUnitConversionFactor": 1073741824, "displayQuantity": 1,
                  "tieredRates": [
                    {"startUsageAmount": 50, "unitPrice": {"currencyCode": "USD", "units": "0", "nanos": 500000000}},
                    {"startUsageAmount": 0, "unitPrice": {"currencyCode": "USD", "units": "0", "nanos": 0}}]},
                "aggregationInfo": {"aggregationLevel": "PROJECT", "aggregationInterval": "MONTHLY", "aggregationCount": 1}}]},
             {"skuId": "NONE", "pricingInfo": []}], "nextPageToken": ""}
            """;

    @Test
    void page_isRead() throws Exception {
        List<Price> prices = CatalogSkus.read(json(PAGE)).prices();

        assertThat(prices).hasSize(1);
        Price price = prices.get(0);
        assertThat(price.key()).isEqualTo("3BC5-73DB-2A3B");
        assertThat(price.from()).isEqualTo(LocalDate.of(2026, 11, 20));
        assertThat(price.aggregation().level()).isEqualTo(Aggregation.Level.PROJECT);
        assertThat(price.cost(Usage.of("60", "GiBy"))).isEqualByComparingTo("5");
        // Thresholds count in the usage unit, measured usage in the base unit.
        assertThat(price.cost(Usage.of("64424509440", "By"))).isEqualByComparingTo("5");
    }

    // One SKU of thousands that is priced in a new way must not hide the others.
    @Test
    void sku_thatCannotBeRead_isNamed_andLeftOut() throws Exception {
        assertThat(leftOut("\"nanos\": 500000000", "\"nanos\": \"many\""))
                .contains("SKU 3BC5-73DB-2A3B")
                .contains("nanos");
        assertThat(leftOut("MONTHLY", "HOURLY")).contains("aggregationInterval");
        assertThat(leftOut("\"USD\", \"units\": \"0\", \"nanos\": 0", "\"EUR\", \"units\": \"0\""))
                .contains("currency");
    }

    private static String leftOut(String part, String instead) throws java.io.IOException {
        CatalogSkus.Page page = CatalogSkus.read(json(PAGE.replace(part, instead)));
        assertThat(page.prices()).isEmpty();
        return page.leftOut().get(0);
    }

    private static Map<?, ?> json(String text) throws java.io.IOException {
        return new ObjectMapper().readValue(text, Map.class);
    }
}
