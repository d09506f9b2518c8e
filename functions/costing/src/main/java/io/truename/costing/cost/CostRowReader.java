// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.cost;

import io.truename.costing.cost.CostRow.BilledUsage;
import io.truename.costing.cost.CostRow.Export;
import io.truename.costing.json.JsonFields;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reader of a billing export's rows, as the maps that a JSON library makes. A row with {@code BilledCost} is of the FOCUS export, one with
 * {@code resource} of the detailed one. Flat rows of a CSV file have the same names with a dot or an underscore between levels, such as
 * {@code service.description} or {@code service_description}, the sum of credits in {@code credits}, and labels as {@code labels.KEY}.
 *
 * <p>In Google's FOCUS export, BilledCost has the credits in it already: they are not taken off again.
 */
public final class CostRowReader {
    private static final int LONGEST_DESCRIPTION = 300;

    private CostRowReader() {}

    /** One row; an error names the field. */
    public static CostRow read(Map<?, ?> row) {
        return row.containsKey("BilledCost") ? focus(JsonFields.of(row)) : standard(nested(row));
    }

    private static CostRow standard(JsonFields row) {
        JsonFields service = row.object("service");
        JsonFields sku = row.object("sku");
        Instant from = row.requireTime("usage_start_time");
        return new CostRow(
                row.has("resource") ? Export.DETAILED : Export.STANDARD,
                row.text("billing_account_id").orElse(""),
                service.requireText("description"),
                sku.text("id").orElse(""),
                begin(sku.text("description")),
                from,
                row.time("usage_end_time").orElse(from),
                row.object("project").text("id").orElse(""),
                row.object("location").text("region").orElse(""),
                labels(row),
                row.requireNumber("cost"),
                credits(row),
                row.requireText("currency"),
                usage(row.object("usage")),
                type(row));
    }

    /** A description is for people, and may be as long as its writer likes. */
    private static String begin(Optional<String> description) {
        return description
                .map(text -> text.substring(0, Math.min(text.length(), LONGEST_DESCRIPTION)))
                .orElse("");
    }

    /** The amount that prices count, or else the measured one. */
    private static Optional<BilledUsage> usage(JsonFields usage) {
        Optional<BilledUsage> priced = usage.number("amount_in_pricing_units")
                .flatMap(amount -> usage.text("pricing_unit").map(unit -> new BilledUsage(amount, unit)));
        return priced.isPresent()
                ? priced
                : usage.number("amount")
                        .flatMap(amount -> usage.text("unit").map(unit -> new BilledUsage(amount, unit)));
    }

    private static BigDecimal credits(JsonFields row) {
        // Flat files have one sum.
        return row.isList("credits")
                ? row.objects("credits").stream()
                        .map(credit -> credit.requireNumber("amount"))
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                : row.number("credits").orElse(BigDecimal.ZERO);
    }

    private static Map<String, String> labels(JsonFields row) {
        Map<String, String> labels = new HashMap<>();
        row.texts().forEach((name, value) -> {
            if (name.startsWith("labels.")) {
                labels.put(name.substring("labels.".length()), value);
            }
        });
        labels.putAll(pairs(row, "labels"));
        return labels;
    }

    private static CostRow.Type type(JsonFields row) {
        return switch (row.text("cost_type").orElse("regular").toLowerCase(Locale.ROOT)) {
            case "regular" -> CostRow.Type.USAGE;
            case "tax" -> CostRow.Type.TAX;
            case "adjustment" -> CostRow.Type.ADJUSTMENT;
            case "rounding_error" -> CostRow.Type.ROUNDING;
            default -> throw row.wrong("cost_type", "is unknown", "send regular, tax, adjustment or rounding_error");
        };
    }

    private static CostRow focus(JsonFields row) {
        Instant from = row.requireTime("ChargePeriodStart");
        return new CostRow(
                Export.FOCUS,
                row.text("BillingAccountId").orElse(""),
                row.requireText("ServiceName"),
                row.text("SkuId").orElse(""),
                begin(row.text("ChargeDescription")),
                from,
                row.time("ChargePeriodEnd").orElse(from),
                row.text("SubAccountId").orElse(""),
                row.text("RegionId").orElse(""),
                tags(row),
                row.requireNumber("BilledCost"),
                BigDecimal.ZERO,
                row.text("BillingCurrency").orElse("USD"),
                row.number("ConsumedQuantity")
                        .flatMap(amount -> row.text("ConsumedUnit").map(unit -> new BilledUsage(amount, unit))),
                focusType(row));
    }

    private static Map<String, String> tags(JsonFields row) {
        return row.isList("Tags") ? pairs(row, "Tags") : row.object("Tags").texts();
    }

    private static Map<String, String> pairs(JsonFields row, String list) {
        Map<String, String> pairs = new HashMap<>();
        if (!row.isList(list) && row.text(list).isEmpty()) {
            return pairs;
        }
        row.objects(list)
                .forEach(pair -> pair.text("key")
                        .ifPresent(key -> pairs.put(key, pair.text("value").orElse(""))));
        return pairs;
    }

    private static CostRow.Type focusType(JsonFields row) {
        return switch (row.text("ChargeCategory").orElse("Usage").toLowerCase(Locale.ROOT)) {
            case "usage", "purchase", "credit" -> CostRow.Type.USAGE;
            case "tax" -> CostRow.Type.TAX;
            case "adjustment" -> CostRow.Type.ADJUSTMENT;
            default ->
                throw row.wrong("ChargeCategory", "is unknown", "send Usage, Purchase, Credit, Tax or Adjustment");
        };
    }

    /** Flat names become objects: {@code usage.unit} and {@code usage_unit} the unit of the usage. */
    private static JsonFields nested(Map<?, ?> row) {
        Map<String, Object> nested = new HashMap<>();
        Map<String, Map<String, Object>> objects = new HashMap<>();
        row.forEach((name, value) -> {
            String text = String.valueOf(name);
            for (String object : new String[] {"service", "sku", "project", "location", "usage", "resource"}) {
                boolean time = text.equals("usage_start_time") || text.equals("usage_end_time");
                if (!time && text.matches(object + "[._].+")) {
                    objects.computeIfAbsent(object, key -> new HashMap<>())
                            .put(text.substring(object.length() + 1), value);
                }
            }
            nested.put(text, value);
        });
        objects.forEach(nested::putIfAbsent);
        return JsonFields.of(nested);
    }
}
