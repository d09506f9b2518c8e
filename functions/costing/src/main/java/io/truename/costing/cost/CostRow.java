// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.cost;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Row of a billing export.
 *
 * @param export table that it comes from
 * @param account billing account
 * @param service name of the service, such as Cloud Run
 * @param sku id
 * @param skuName description
 * @param from begin of the usage; times to the microsecond, as databases store them
 * @param until end of the usage, exclusive
 * @param project may be empty, as for taxes
 * @param region may be empty
 * @param labels of the resource
 * @param cost before credits
 * @param credits their sum, negative or 0
 * @param usage in the unit of prices; empty if the row has none
 * @param type of the cost
 */
public record CostRow(
        Export export,
        String account,
        String service,
        String sku,
        String skuName,
        Instant from,
        Instant until,
        String project,
        String region,
        Map<String, String> labels,
        BigDecimal cost,
        BigDecimal credits,
        String currency,
        Optional<BilledUsage> usage,
        Type type) {
    private static final int LONGEST = 500;
    private static final int MOST_LABELS = 100;

    public CostRow {
        labels = Map.copyOf(labels);
        from = from.truncatedTo(ChronoUnit.MICROS);
        until = until.truncatedTo(ChronoUnit.MICROS);
        if (Stream.of(account, service, sku, skuName, project, region).anyMatch(text -> text.length() > LONGEST)) {
            throw new IllegalArgumentException("billing_account_id, service, sku, project, location: names of at most "
                    + LONGEST + " characters; send the row unchanged");
        }
        if (labels.size() > MOST_LABELS
                || labels.entrySet().stream()
                        .anyMatch(label -> label.getKey().length() > LONGEST
                                || label.getValue().length() > LONGEST
                                || (label.getKey() + label.getValue()).indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("labels: at most " + MOST_LABELS + " of " + LONGEST
                    + " characters without the character 0; send the row unchanged");
        }
        if (!currency.matches("[A-Z]{3}")) {
            throw new IllegalArgumentException(
                    "currency: must have three capital letters, such as USD; send the row unchanged");
        }
        if (until.isBefore(from)) {
            throw new IllegalArgumentException("usage_end_time: is before usage_start_time; send the row unchanged");
        }
    }

    /** Tables that Cloud Billing exports. */
    public enum Export {
        STANDARD,
        DETAILED,
        FOCUS
    }

    /** Types of cost. */
    public enum Type {
        USAGE,
        TAX,
        ADJUSTMENT,
        ROUNDING
    }

    /** An amount, negative in a correction, in a unit. */
    public record BilledUsage(BigDecimal amount, String unit) {
        public BilledUsage {
            if (unit.length() > LONGEST) {
                throw new IllegalArgumentException(
                        "usage.unit: has more than " + LONGEST + " characters; send the row unchanged");
            }
        }
    }

    /** The bill: cost and credits. */
    public BigDecimal net() {
        return cost.add(credits);
    }
}
