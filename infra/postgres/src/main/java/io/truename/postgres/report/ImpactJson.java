// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.rekeying.report.Impact;
import java.io.UncheckedIOException;

/** Keeps what users can retrieve in {@code truename.run}, before and after: its columns before_numbers and after_numbers. */
public final class ImpactJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ImpactJson() {}

    /** As JSON. */
    public static String write(Impact impact) {
        return MAPPER.valueToTree(impact).toString();
    }

    /**
     * From that JSON.
     *
     * @throws UncheckedIOException if it is not
     */
    public static Impact read(String json) {
        try {
            return MAPPER.readValue(json, Impact.class);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
