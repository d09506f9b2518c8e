// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.assess;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.reporting.Report;
import io.truename.reporting.ReportReader;
import java.io.UncheckedIOException;
import java.util.Map;

/** Parser of stored reports: reads the JSON of {@code ReportJson}, so that a stored report can be rendered in any format. */
public final class StoredReport {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private StoredReport() {}

    /**
     * Parses a report.
     *
     * @throws IllegalArgumentException naming the member, if the text is JSON but not a report
     * @throws UncheckedIOException if the text is not JSON
     */
    public static Report parse(String json) {
        try {
            return ReportReader.read(MAPPER.readValue(json, Map.class));
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
