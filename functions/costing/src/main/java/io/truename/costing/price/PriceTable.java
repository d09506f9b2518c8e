// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.price;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Price table by date: for each key the prices that held one after another. A later price for the same day replaces the earlier. */
public final class PriceTable {
    private final Map<String, NavigableMap<LocalDate, Price>> prices;

    private PriceTable(Map<String, NavigableMap<LocalDate, Price>> prices) {
        this.prices = prices;
    }

    public static PriceTable of(Collection<Price> prices) {
        return new PriceTable(new TreeMap<>()).with(prices);
    }

    /** This table with others added or replaced. Prices of earlier days stay, so that old reports can be computed again. */
    public PriceTable with(Collection<Price> others) {
        Map<String, NavigableMap<LocalDate, Price>> all = new TreeMap<>();
        prices.forEach((key, byDay) -> all.put(key, new TreeMap<>(byDay)));
        for (Price price : others) {
            all.computeIfAbsent(price.key(), key -> new TreeMap<>()).put(price.from(), price);
        }
        return new PriceTable(all);
    }

    /** The price that holds on a day; empty before the first. */
    public Optional<Price> find(String key, LocalDate day) {
        return Optional.ofNullable(prices.getOrDefault(key, new TreeMap<>()).floorEntry(day))
                .map(Map.Entry::getValue);
    }

    /** The price that holds on a day, or an error that names the price to add. */
    public Price require(String key, LocalDate day) {
        return find(key, day)
                .orElseThrow(() -> new IllegalArgumentException("price: none of " + key + " on " + day
                        + "; add one that holds from that day, or refresh from the Catalog API"));
    }

    /** All, by key and day. */
    public List<Price> prices() {
        List<Price> all = new ArrayList<>();
        prices.values().forEach(byDay -> all.addAll(byDay.values()));
        all.sort(Comparator.comparing(Price::key).thenComparing(Price::from));
        return all;
    }
}
