// SPDX-License-Identifier: Apache-2.0
package io.truename.listing;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Format of a file of rows, which follows from its name. */
public enum FileFormat {
    JSON_LINES,
    CSV;

    private static final String PACKED = ".gz";

    /** Format of a file by its name; {@code .gz} may follow. */
    public static FileFormat named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String plain = packed(name) ? lower.substring(0, lower.length() - PACKED.length()) : lower;
        if (plain.endsWith(".csv")) {
            return CSV;
        }
        if (plain.endsWith(".json") || plain.endsWith(".jsonl") || plain.endsWith(".ndjson")) {
            return JSON_LINES;
        }
        throw new IllegalArgumentException("must end in .csv, .json, .jsonl or .ndjson, with or without .gz after it");
    }

    /** Whether a file is packed with gzip, by its name. */
    public static boolean packed(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(PACKED);
    }

    /** The stream of a file, unpacked if its name ends in {@code .gz}. */
    public static InputStream unpacked(String name, InputStream stream) throws IOException {
        return packed(name) ? new GZIPInputStream(stream) : stream;
    }
}
