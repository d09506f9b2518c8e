// SPDX-License-Identifier: Apache-2.0
package io.truename.report.money;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * Options of a cost report, as the order keeps them.
 *
 * @param label key of a label by whose values costs are told, besides those of functions
 */
record CostOptions(Optional<String> label) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Reads options; those of a scheduled report have none. */
    static CostOptions read(String json) {
        try {
            return new CostOptions(
                    Optional.ofNullable(MAPPER.readTree(json).path("label").textValue()));
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("options: are not what a request made", notOurs);
        }
    }
}
