// SPDX-License-Identifier: Apache-2.0
package io.truename.report.money;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.truename.costing.cost.CostRow;
import io.truename.costing.cost.CostRowReader;
import io.truename.listing.FileFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Predicate;

/** File of rows of a billing export: JSON lines, a JSON array, or CSV with a header. It is read as a stream, row by row. */
public enum CostFile {
    JSON_LINES,
    CSV;

    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(32)
            .maxStringLength(1024 * 1024)
            .maxNumberLength(64)
            .build();
    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(BOUNDS)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(Map.class);
    private static final ObjectReader TABLE = CsvMapper.builder(
                    CsvFactory.builder().streamReadConstraints(BOUNDS).build())
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build()
            .readerFor(Map.class)
            .with(CsvSchema.emptySchema().withHeader());

    /** Receives problems. */
    @FunctionalInterface
    public interface Problems {
        /**
         * Takes a problem, and says whether more are wanted.
         *
         * @param line on which the row ends, from 1; of CSV with the header
         */
        boolean add(long line, String message);
    }

    /** Format of a file by its name. */
    public static CostFile named(String name) {
        return switch (FileFormat.named(name)) {
            case CSV -> CSV;
            case JSON_LINES -> JSON_LINES;
        };
    }

    /**
     * Reads rows while {@code taker} wants more. A row that cannot be read is a problem, and those after it are read as well; text that is no JSON or CSV ends the
     * reading with a problem.
     *
     * @throws IOException if the stream breaks off
     */
    public void read(InputStream stream, Predicate<CostRow> taker, Problems problems) throws IOException {
        Reader text = new InputStreamReader(stream, StandardCharsets.UTF_8);
        long line = 1;
        try (MappingIterator<Map<?, ?>> rows = (this == CSV ? TABLE : JSON).readValues(text)) {
            boolean more = true;
            while (more && rows.hasNextValue()) {
                Map<?, ?> row = rows.nextValue();
                line = rows.getParser().currentTokenLocation().getLineNr();
                more = take(row, line, taker, problems);
            }
        } catch (JsonProcessingException broken) {
            problems.add(at(broken, line), "is no " + (this == CSV ? "CSV" : "JSON object") + "; correct the file");
        }
    }

    private static boolean take(Map<?, ?> row, long line, Predicate<CostRow> taker, Problems problems) {
        CostRow read;
        try {
            read = CostRowReader.read(row);
        } catch (IllegalArgumentException wrong) {
            return problems.add(line, String.valueOf(wrong.getMessage()));
        }
        return taker.test(read);
    }

    private static long at(JacksonException broken, long last) {
        return broken.getLocation() == null
                ? last
                : Math.max(last, broken.getLocation().getLineNr());
    }
}
