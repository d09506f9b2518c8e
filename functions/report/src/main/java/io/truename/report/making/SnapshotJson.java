// SPDX-License-Identifier: Apache-2.0
package io.truename.report.making;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.reporting.Report;
import io.truename.reporting.ReportReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reader of snapshots, with money to the last digit. */
public final class SnapshotJson {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private SnapshotJson() {}

    /** The report of a snapshot. */
    public static Report read(byte[] snapshot) {
        try {
            return ReportReader.read(MAPPER.readValue(snapshot, OBJECT));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
