// SPDX-License-Identifier: Apache-2.0
package io.truename.listing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Way to read one line of a list. A line is a row: one that cannot be read spoils no other. */
abstract class LineFormat {
    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(8)
            .maxNumberLength(64)
            .build();

    /** Fields user, hash and bytes of a line; others are ignored. */
    abstract ListedLine read(String line);

    /** JSON objects, one a line. */
    static LineFormat json() {
        return new JsonLine();
    }

    /**
     * Comma-separated values.
     *
     * @param header names of the columns, in any order
     * @throws IllegalArgumentException if user, hash or bytes is missing
     */
    static LineFormat csv(String header) {
        List<String> names =
                Arrays.stream(CsvLine.fields(header)).map(String::strip).toList();
        int[] places = {names.indexOf("user"), names.indexOf("hash"), names.indexOf("bytes")};
        if (Arrays.stream(places).anyMatch(place -> place < 0)) {
            throw new IllegalArgumentException("header: must name the columns user, hash and bytes");
        }
        return new CsvLine(places);
    }

    private static final class JsonLine extends LineFormat {
        private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(BOUNDS)
                        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                        .build())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build()
                .readerFor(Map.class);

        @Override
        ListedLine read(String line) {
            Map<?, ?> fields;
            try {
                fields = READER.readValue(line);
            } catch (IOException broken) {
                throw new IllegalArgumentException("is no JSON object", broken);
            }
            if (fields == null) {
                throw new IllegalArgumentException("is no JSON object");
            }
            return ListedLine.of(fields.get("user"), fields.get("hash"), fields.get("bytes"));
        }
    }

    private static final class CsvLine extends LineFormat {
        private static final ObjectReader READER = CsvMapper.builder(
                        CsvFactory.builder().streamReadConstraints(BOUNDS).build())
                .enable(CsvParser.Feature.WRAP_AS_ARRAY)
                .build()
                .readerFor(String[].class);

        private final int[] places;

        private CsvLine(int[] places) {
            this.places = places;
        }

        static String[] fields(String line) {
            try {
                String[][] rows = READER.forType(String[][].class).readValue(line);
                return rows.length == 1 ? rows[0] : new String[0];
            } catch (IOException broken) {
                throw new IllegalArgumentException("is no CSV", broken);
            }
        }

        @Override
        ListedLine read(String line) {
            String[] fields = fields(line);
            return ListedLine.of(at(fields, 0), at(fields, 1), at(fields, 2));
        }

        private @Nullable String at(String[] fields, int field) {
            return places[field] < fields.length ? fields[places[field]] : null;
        }
    }
}
