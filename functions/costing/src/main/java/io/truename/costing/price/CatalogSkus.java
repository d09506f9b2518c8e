// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.price;

import io.truename.costing.json.JsonFields;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reader of SKUs as the Cloud Billing Catalog API lists them, {@code GET /v1/services/{id}/skus}. It takes the maps that a JSON library
 * makes. A SKU without a price is left out; so is one that cannot be read, and the reason is told.
 */
public final class CatalogSkus {
    private static final BigDecimal NANO = new BigDecimal("1e-9");

    private CatalogSkus() {}

    /**
     * Prices of one page.
     *
     * @param prices each under the id of its SKU
     * @param leftOut SKUs that cannot be read, each with its field and a remedy
     */
    public record Page(List<Price> prices, List<String> leftOut) {
        public Page {
            prices = List.copyOf(prices);
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * Reads one page.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Page read(Map<?, ?> page) {
        List<Price> prices = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (JsonFields sku : JsonFields.of(page).objects("skus")) {
            String id = sku.requireText("skuId");
            try {
                prices.addAll(sku.objects("pricingInfo").stream()
                        .map(pricing -> price(id, pricing))
                        .toList());
            } catch (IllegalArgumentException unreadable) {
                leftOut.add("SKU " + id + ": " + unreadable.getMessage());
            }
        }
        return new Page(prices, leftOut);
    }

    private static Price price(String sku, JsonFields pricing) {
        JsonFields expression = pricing.object("pricingExpression");
        String unit = expression.requireText("usageUnit");
        List<JsonFields> rates = expression.objects("tieredRates");
        Instant from = pricing.requireTime("effectiveTime");
        return new Price(
                sku,
                unit,
                expression.text("baseUnit").orElse(unit),
                expression.number("baseUnitConversionFactor").orElse(BigDecimal.ONE),
                tiers(rates),
                aggregation(pricing.object("aggregationInfo")),
                currency(rates),
                LocalDate.ofInstant(from, ZoneOffset.UTC),
                "Cloud Billing Catalog API");
    }

    private static List<Tier> tiers(List<JsonFields> rates) {
        return rates.stream()
                .map(rate -> new Tier(rate.number("startUsageAmount").orElse(BigDecimal.ZERO), each(rate)))
                .sorted(Comparator.comparing(Tier::start))
                .toList();
    }

    private static BigDecimal each(JsonFields rate) {
        JsonFields money = rate.object("unitPrice");
        // Absent units and nanos are 0: JSON of protocol buffers leaves them out.
        return money.number("units")
                .orElse(BigDecimal.ZERO)
                .add(money.number("nanos").orElse(BigDecimal.ZERO).multiply(NANO))
                .stripTrailingZeros();
    }

    private static String currency(List<JsonFields> rates) {
        List<String> currencies = rates.stream()
                .map(rate -> rate.object("unitPrice").text("currencyCode").orElse("USD"))
                .distinct()
                .toList();
        if (currencies.size() != 1) {
            throw new IllegalArgumentException(
                    "tieredRates: need one currency, and have " + currencies + "; ask for one with currencyCode");
        }
        return currencies.get(0);
    }

    private static Aggregation aggregation(JsonFields info) {
        if (info.number("aggregationCount")
                .filter(count -> count.intValue() > 1)
                .isPresent()) {
            throw info.wrong("aggregationCount", "is not 1", "give this price in the table by hand");
        }
        return new Aggregation(
                constant(info, "aggregationLevel", Aggregation.Level.ACCOUNT),
                constant(info, "aggregationInterval", Aggregation.Interval.MONTHLY));
    }

    /** Absent or unspecified is the usual value. */
    private static <T extends Enum<T>> T constant(JsonFields info, String name, T usual) {
        String text = info.text(name).orElse(usual.name()).toUpperCase(Locale.ROOT);
        if (text.endsWith("_UNSPECIFIED")) {
            return usual;
        }
        for (T constant : usual.getDeclaringClass().getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        throw info.wrong(name, "is " + text, "give this price in the table by hand");
    }
}
