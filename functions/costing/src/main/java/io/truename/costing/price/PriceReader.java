// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.price;

import io.truename.costing.json.JsonFields;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reader of a price as people write it: {@code key}, {@code unit}, {@code from}, {@code source}, and {@code each} for one price of every
 * unit or {@code tiers} with {@code start} and {@code each}. Left out are {@code baseUnit}, {@code baseUnits}, {@code currency},
 * {@code level} and {@code interval} the unit itself, 1, USD, account and monthly. Errors name the field.
 */
public final class PriceReader {
    private static final int MOST_TIERS = 100;

    private PriceReader() {}

    /** Reads the fields of one price. */
    public static Price read(JsonFields fields) {
        fields.requireKnown(
                "key",
                "unit",
                "from",
                "source",
                "each",
                "tiers",
                "baseUnit",
                "baseUnits",
                "currency",
                "level",
                "interval");
        String unit = fields.requireText("unit");
        return new Price(
                fields.requireText("key"),
                unit,
                fields.text("baseUnit").orElse(unit),
                fields.number("baseUnits").orElse(BigDecimal.ONE),
                tiers(fields),
                new Aggregation(
                        constant(fields, "level", Aggregation.Level.ACCOUNT),
                        constant(fields, "interval", Aggregation.Interval.MONTHLY)),
                fields.text("currency").orElse("USD"),
                fields.date("from")
                        .orElseThrow(() -> fields.wrong("from", "is missing", "send the first day on which it holds")),
                fields.requireText("source"));
    }

    private static List<Tier> tiers(JsonFields fields) {
        Optional<BigDecimal> each = fields.number("each");
        List<JsonFields> tiers = fields.objects("tiers");
        if (each.isPresent() == !tiers.isEmpty() || tiers.size() > MOST_TIERS) {
            throw fields.wrong(
                    "tiers", "and each: one of them is needed", "send each, or at most " + MOST_TIERS + " tiers");
        }
        return each.map(price -> List.of(new Tier(BigDecimal.ZERO, price)))
                .orElseGet(() -> tiers.stream().map(PriceReader::tier).toList());
    }

    private static Tier tier(JsonFields fields) {
        fields.requireKnown("start", "each");
        return new Tier(fields.requireNumber("start"), fields.requireNumber("each"));
    }

    private static <T extends Enum<T>> T constant(JsonFields fields, String name, T usual) {
        String text = fields.text(name).orElse(usual.name()).toUpperCase(Locale.ROOT);
        for (T constant : usual.getDeclaringClass().getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        throw fields.wrong(name, "is unknown", "send account or project, daily or monthly, or leave it out");
    }
}
