// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.cost;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Row of a billing export.
 *
 * @param export table that it comes from
 * @param account billing account
 * @param service name of the service, such as Cloud Run
 * @param sku id
 * @param skuName description
 * @param from begin of the usage
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
    public CostRow {
        labels = Map.copyOf(labels);
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
    public record BilledUsage(BigDecimal amount, String unit) {}

    /** The bill: cost and credits. */
    public BigDecimal net() {
        return cost.add(credits);
    }
}
