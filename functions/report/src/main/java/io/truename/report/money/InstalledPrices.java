// SPDX-License-Identifier: Apache-2.0
package io.truename.report.money;

import io.truename.catalog.Prices;
import io.truename.costing.price.Price;
import io.truename.costing.price.Tier;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Prices of the catalog, from the day on which they were read: the free part is a tier that costs nothing. */
public final class InstalledPrices {
    private InstalledPrices() {}

    /** Prices of {@code prices.yaml}. */
    public static List<Price> of(Prices catalog) {
        return catalog.prices().entrySet().stream().map(InstalledPrices::price).toList();
    }

    private static Price price(Map.Entry<String, Prices.Price> entry) {
        Prices.Price listed = entry.getValue();
        // The shortest decimal of the double is what the file says.
        BigDecimal each = BigDecimal.valueOf(listed.usd());
        BigDecimal free = BigDecimal.valueOf(listed.free());
        List<Tier> tiers = free.signum() == 0
                ? List.of(new Tier(BigDecimal.ZERO, each))
                : List.of(new Tier(BigDecimal.ZERO, BigDecimal.ZERO), new Tier(free, each));
        return Price.tiered(entry.getKey(), listed.unit(), tiers, LocalDate.parse(listed.read()), listed.source());
    }
}
