// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.arithmetic;

import io.truename.costing.json.JsonFields;
import io.truename.costing.price.Price;
import io.truename.reviewing.reliability.Objective;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reader of claims from JSON. A number keeps the digits that it was written with. Errors name the field. */
public final class ClaimReader {
    private static final int MOST_PARTS = 1_000;
    private static final long MOST_SECONDS = 400L * 86_400;
    private static final int MOST_DAYS = 400;
    private static final int LONGEST_NAME = 100;

    private final Function<String, Optional<Price>> prices;

    /** {@code prices} finds the price of a key on the day of the review. */
    public ClaimReader(Function<String, Optional<Price>> prices) {
        this.prices = prices;
    }

    /** Reads one claim by its {@code kind}. */
    public Claim read(JsonFields fields) {
        return switch (fields.requireText("kind")) {
            case "allowance" -> {
                fields.requireKnown("kind", "goal", "windowSeconds", "seconds");
                yield new Claim.Allowance(objective(fields), window(fields), fields.requireNumber("seconds"));
            }
            case "attainment" -> {
                fields.requireKnown("kind", "measured", "goal", "met");
                yield new Claim.Attainment(
                        fields.requireNumber("measured"), objective(fields), fields.requireFlag("met"));
            }
            case "remainder" -> {
                fields.requireKnown("kind", "before", "savings", "after");
                yield new Claim.Remainder(
                        fields.requireNumber("before"), parts(fields, "savings"), fields.requireNumber("after"));
            }
            case "sum" -> {
                fields.requireKnown("kind", "parts", "total");
                yield new Claim.Sum(parts(fields, "parts"), fields.requireNumber("total"));
            }
            case "request-bill" -> {
                fields.requireKnown("kind", "requestsPerDay", "days", "price", "billed");
                yield bill(fields);
            }
            case "ratio" -> {
                fields.requireKnown("kind", "name", "value");
                yield new Claim.Ratio(name(fields), fields.requireNumber("value"));
            }
            case "quotient" -> {
                fields.requireKnown("kind", "name", "part", "whole", "value");
                yield quotient(fields);
            }
            default ->
                throw fields.wrong(
                        "kind",
                        "is unknown",
                        "send allowance, attainment, remainder, sum, request-bill, ratio or quotient");
        };
    }

    private static Objective objective(JsonFields fields) {
        return new Objective(fields.requireNumber("goal"));
    }

    private static Duration window(JsonFields fields) {
        return Duration.ofSeconds(whole(fields, "windowSeconds", MOST_SECONDS));
    }

    private static long whole(JsonFields fields, String name, long most) {
        BigDecimal number = fields.requireNumber(name);
        if (number.compareTo(BigDecimal.ONE) < 0
                || number.compareTo(BigDecimal.valueOf(most)) > 0
                || number.stripTrailingZeros().scale() > 0) {
            throw fields.wrong(name, "is no whole number from 1 to " + most, "send one");
        }
        return number.longValueExact();
    }

    private static List<BigDecimal> parts(JsonFields fields, String name) {
        List<BigDecimal> parts = fields.numbers(name, MOST_PARTS);
        if (parts.isEmpty()) {
            throw fields.wrong(name, "is missing", "send a list of numbers");
        }
        return parts;
    }

    private Claim bill(JsonFields fields) {
        String key = fields.requireText("price");
        Price price = prices.apply(key)
                .orElseThrow(() -> fields.wrong("price", "is not in the price table", "GET /prices lists the keys"));
        BigDecimal requests = fields.requireNumber("requestsPerDay");
        if (requests.signum() < 0) {
            throw fields.wrong("requestsPerDay", "is negative", "send 0 or more");
        }
        return new Claim.RequestBill(
                requests, (int) whole(fields, "days", MOST_DAYS), price, fields.requireNumber("billed"));
    }

    private static Claim quotient(JsonFields fields) {
        BigDecimal whole = fields.requireNumber("whole");
        if (whole.signum() == 0) {
            throw fields.wrong("whole", "is 0", "leave the claim out: without a whole there is no quotient");
        }
        return new Claim.Quotient(name(fields), fields.requireNumber("part"), whole, fields.requireNumber("value"));
    }

    private static String name(JsonFields fields) {
        String name = fields.requireText("name");
        if (name.length() > LONGEST_NAME) {
            throw fields.wrong("name", "has more than " + LONGEST_NAME + " characters", "send a shorter one");
        }
        return name;
    }
}
