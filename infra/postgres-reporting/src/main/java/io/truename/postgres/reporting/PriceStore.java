// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import io.truename.costing.price.Aggregation;
import io.truename.costing.price.Price;
import io.truename.costing.price.PriceTable;
import io.truename.costing.price.Tier;
import io.truename.postgres.Page;
import io.truename.postgres.Session;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Store of the price table by date, in {@code truename.price}. A price replaces the one of the same key and day. Those that the
 * installation brings are marked: they come back with each start, unless another price has taken their key and day.
 */
public final class PriceStore {
    private static final String COLUMNS = "key, holds_from, unit, base_unit, base_units, starts::text[] AS starts,"
            + " each_costs::text[] AS each_costs, aggregation_level, aggregation_interval, currency, source";

    /** Adds prices, or replaces those of the same key and day. To be called in a transaction. */
    public void add(Session session, Collection<Price> prices) {
        write(session, List.copyOf(prices), false, "true");
    }

    /** Adds the prices of the installation. Those that others gave stay, where they have the same key and day. */
    public void install(Session session, Collection<Price> prices) {
        write(session, List.copyOf(prices), true, "price.installed");
    }

    /** Replaces all prices but those of the installation. To be called in a transaction. */
    public void replace(Session session, Collection<Price> installed, Collection<Price> prices) {
        session.update("DELETE FROM truename.price");
        install(session, installed);
        add(session, prices);
    }

    private static void write(Session session, List<Price> prices, boolean installed, String replaced) {
        // PriceTable keeps one for each key and day, as the statement must: it cannot change a row twice.
        List<Price> rows = PriceTable.of(prices).prices();
        if (rows.isEmpty()) {
            return;
        }
        session.update(
                "INSERT INTO truename.price AS price (key, holds_from, unit, base_unit, base_units, starts, each_costs,"
                        + " aggregation_level, aggregation_interval, currency, source, installed)"
                        + " SELECT key, holds_from::date, unit, base_unit, base_units::numeric, starts::numeric[],"
                        + " each_costs::numeric[], level, span, currency, source, $12"
                        + " FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],"
                        + " $8::text[], $9::text[], $10::text[], $11::text[]) AS given (key, holds_from, unit, base_unit,"
                        + " base_units, starts, each_costs, level, span, currency, source)"
                        + " ON CONFLICT (key, holds_from) DO UPDATE SET unit = excluded.unit, base_unit = excluded.base_unit,"
                        + " base_units = excluded.base_units, starts = excluded.starts, each_costs = excluded.each_costs,"
                        + " aggregation_level = excluded.aggregation_level,"
                        + " aggregation_interval = excluded.aggregation_interval, currency = excluded.currency,"
                        + " source = excluded.source, installed = excluded.installed WHERE "
                        + replaced,
                texts(rows, Price::key),
                texts(rows, price -> price.from().toString()),
                texts(rows, Price::unit),
                texts(rows, Price::baseUnit),
                texts(rows, price -> price.baseUnits().toPlainString()),
                texts(rows, price -> array(price, Tier::start)),
                texts(rows, price -> array(price, Tier::each)),
                texts(rows, price -> price.aggregation().level().name()),
                texts(rows, price -> price.aggregation().interval().name()),
                texts(rows, Price::currency),
                texts(rows, Price::source),
                installed);
    }

    private static String[] texts(List<Price> prices, Function<Price, String> text) {
        return prices.stream().map(text).toArray(String[]::new);
    }

    private static String array(Price price, Function<Tier, BigDecimal> number) {
        return "{"
                + String.join(
                        ",",
                        price.tiers().stream()
                                .map(tier -> number.apply(tier).toPlainString())
                                .toList())
                + "}";
    }

    /** The whole table. */
    public PriceTable table(Session session) {
        return PriceTable.of(session.list("SELECT " + COLUMNS + " FROM truename.price", PriceStore::price));
    }

    /** Prices of some keys. */
    public PriceTable table(Session session, Collection<String> keys) {
        return PriceTable.of(session.list(
                "SELECT " + COLUMNS + " FROM truename.price WHERE key = ANY ($1)", PriceStore::price, (Object)
                        keys.toArray(String[]::new)));
    }

    /** A page of the prices that hold on a day, by key. */
    public Page<Price> on(Session session, LocalDate day, int limit, Optional<String> after) {
        List<Price> found = session.list(
                "SELECT DISTINCT ON (key) " + COLUMNS + " FROM truename.price WHERE holds_from <= $1 AND key > $2"
                        + " ORDER BY key, holds_from DESC LIMIT $3",
                PriceStore::price,
                day,
                after.orElse(""),
                limit + 1);
        return Page.of(found, limit, Price::key);
    }

    private static Price price(Session.Fields row) {
        String[] starts = row.get("starts", String[].class);
        String[] each = row.get("each_costs", String[].class);
        List<Tier> tiers = new ArrayList<>();
        for (int at = 0; at < starts.length; at++) {
            tiers.add(Tier.of(starts[at], each[at]));
        }
        return new Price(
                row.text("key"),
                row.text("unit"),
                row.text("base_unit"),
                row.get("base_units", BigDecimal.class),
                tiers,
                new Aggregation(
                        Aggregation.Level.valueOf(row.text("aggregation_level")),
                        Aggregation.Interval.valueOf(row.text("aggregation_interval"))),
                row.text("currency"),
                row.get("holds_from", LocalDate.class),
                row.text("source"));
    }
}
