// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        List<Price> prices = CatalogSkus.read(json(PAGE));

        assertThat(prices).hasSize(1);
        Price price = prices.get(0);
        assertThat(price.key()).isEqualTo("3BC5-73DB-2A3B");
        assertThat(price.from()).isEqualTo(LocalDate.of(2026, 11, 20));
        assertThat(price.aggregation().level()).isEqualTo(Aggregation.Level.PROJECT);
        assertThat(price.cost(Usage.of("60", "GiBy"))).isEqualByComparingTo("5");
        // Thresholds count in the usage unit, measured usage in the base unit.
        assertThat(price.cost(Usage.of("64424509440", "By"))).isEqualByComparingTo("5");
    }

    @Test
    void sku_thatCannotBeRead_isNamed() {
        assertThatThrownBy(() -> CatalogSkus.read(json(PAGE.replace("\"nanos\": 500000000", "\"nanos\": \"many\""))))
                .hasMessageContaining("SKU 3BC5-73DB-2A3B")
                .hasMessageContaining("nanos");
        assertThatThrownBy(() -> CatalogSkus.read(json(PAGE.replace("MONTHLY", "HOURLY"))))
                .hasMessageContaining("aggregationInterval");
        assertThatThrownBy(() -> CatalogSkus.read(
                        json(PAGE.replace("\"USD\", \"units\": \"0\", \"nanos\": 0", "\"EUR\", \"units\": \"0\""))))
                .hasMessageContaining("currency");
    }

    private static Map<?, ?> json(String text) throws java.io.IOException {
        return new ObjectMapper().readValue(text, Map.class);
    }
}
