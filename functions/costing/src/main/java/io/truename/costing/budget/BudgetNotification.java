// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.budget;

import io.truename.costing.json.JsonFields;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * Notification of a Cloud Billing budget, schema 1.0. They come several times a day, whether a threshold is exceeded or not. Times are
 * kept to the microsecond, as databases store them.
 *
 * @param cost of the period so far, with credits as the budget counts them; may fall
 * @param periodStart begin of the budget's period: midnight in US Pacific time
 * @param amount of the budget; 0 if it has none
 * @param alertThreshold highest share of the amount that the cost exceeds, of those configured, such as 0.8; empty in most messages
 * @param forecastThreshold likewise of the forecast
 * @param publishedAt time of the Pub/Sub message
 */
public record BudgetNotification(
        String account,
        String budget,
        String name,
        BigDecimal cost,
        Instant periodStart,
        BigDecimal amount,
        String currency,
        Optional<BigDecimal> alertThreshold,
        Optional<BigDecimal> forecastThreshold,
        Instant publishedAt) {
    private static final int LONGEST_ID = 200;
    private static final int LONGEST_NAME = 500;

    public BudgetNotification {
        periodStart = periodStart.truncatedTo(ChronoUnit.MICROS);
        publishedAt = publishedAt.truncatedTo(ChronoUnit.MICROS);
        // 0.5 and 0.50 are the same message.
        cost = cost.stripTrailingZeros();
        amount = amount.stripTrailingZeros();
        alertThreshold = alertThreshold.map(BigDecimal::stripTrailingZeros);
        forecastThreshold = forecastThreshold.map(BigDecimal::stripTrailingZeros);
        if (budget.isBlank()) {
            throw new IllegalArgumentException(
                    "budgetId: is missing; send the attributes of the Pub/Sub message unchanged");
        }
        if (budget.length() > LONGEST_ID || account.length() > LONGEST_ID || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("budgetId, billingAccountId, budgetDisplayName: at most " + LONGEST_ID
                    + ", " + LONGEST_ID + " and " + LONGEST_NAME + " characters; send the message unchanged");
        }
        if (!currency.matches("[A-Z]{3}")) {
            throw new IllegalArgumentException(
                    "currencyCode: must have three capital letters, such as USD; send the message unchanged");
        }
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("budgetAmount: is negative; send the message unchanged");
        }
    }

    /** Reads the attributes and the JSON of a message. Unknown fields are ignored. */
    public static BudgetNotification read(Map<String, String> attributes, Map<?, ?> data, Instant publishedAt) {
        return read(JsonFields.of(attributes), JsonFields.of(data), publishedAt);
    }

    /** Likewise, from fields; {@code head} has the attributes. */
    public static BudgetNotification read(JsonFields head, JsonFields fields, Instant publishedAt) {
        if (!head.text("schemaVersion").orElse("1.0").matches("1\\.[0-9]+")) {
            throw head.wrong("schemaVersion", "is not 1.0", "connect the budget to the topic with this version");
        }
        return new BudgetNotification(
                head.text("billingAccountId").orElse(""),
                head.requireText("budgetId"),
                fields.text("budgetDisplayName").orElse(""),
                fields.requireNumber("costAmount"),
                fields.requireTime("costIntervalStart"),
                fields.number("budgetAmount").orElse(BigDecimal.ZERO),
                fields.requireText("currencyCode"),
                fields.number("alertThresholdExceeded"),
                fields.number("forecastThresholdExceeded"),
                publishedAt);
    }
}
