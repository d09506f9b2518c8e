// SPDX-License-Identifier: Apache-2.0
package io.truename.report.savings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.costing.savings.SavingsMoney.Assumptions;
import io.truename.costing.savings.StorageBilling;
import java.math.BigDecimal;

/**
 * Options of a savings report, as the order keeps them.
 *
 * @param billing of the database's disk
 * @param assumptions about the investment
 */
record SavingsOptions(StorageBilling billing, Assumptions assumptions) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final BigDecimal YEARLY_RATE = new BigDecimal("0.08");
    private static final int USUAL_MONTHS = 12;

    /** Reads options; those of a scheduled report have none of these fields. */
    static SavingsOptions read(String json) {
        try {
            JsonNode options = MAPPER.readTree(json);
            return new SavingsOptions(
                    new StorageBilling.ProvisionedDisk(
                            1 + options.path("replicas").asInt(0),
                            options.path("shrinkable").asBoolean(false)),
                    new Assumptions(
                            options.path("months").asInt(USUAL_MONTHS),
                            money(options.path("migrationCost")),
                            money(options.path("runningCostPerMonth")),
                            YEARLY_RATE));
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("options: are not what a request made", notOurs);
        }
    }

    private static BigDecimal money(JsonNode amount) {
        return amount.isNumber() ? amount.decimalValue() : BigDecimal.ZERO;
    }
}
