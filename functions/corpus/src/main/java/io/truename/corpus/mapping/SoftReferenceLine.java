// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

import io.truename.corpus.mapping.Mapping.SoftReference;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Line of YAML under {@code softReferences} of a mapping, which {@link MappingReader} reads. */
public final class SoftReferenceLine {
    private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z0-9_$]*");
    private static final Pattern PLAIN_SCALAR = Pattern.compile("[a-z_$][A-Za-z0-9_.$]*");

    /** Words that YAML takes for something else than text. */
    private static final Set<String> WORDS = Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

    private SoftReferenceLine() {}

    /**
     * Writes the line.
     *
     * @param chunkTables number of the mapping's entries of chunks
     */
    public static String of(SoftReference reference, int chunkTables) {
        String to = reference.space() == 0
                ? "documents"
                : chunkTables == 1 ? "chunks" : "chunks[" + (reference.space() - 1) + "]";
        return "- {table: " + scalar(name(reference.table())) + ", column: " + scalar(name(reference.column()))
                + reference
                        .path()
                        .map(path -> ", path: " + scalar(path.shortest()))
                        .orElse("")
                + reference
                        .pattern()
                        .map(pattern -> ", pattern: " + scalar(pattern.toString()))
                        .orElse("")
                + ", to: " + scalar(to) + "}";
    }

    static String name(QualifiedName name) {
        return name.parts().stream()
                .map(part -> PLAIN_NAME.matcher(part).matches() ? part : '"' + part.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining("."));
    }

    static String scalar(String text) {
        return PLAIN_SCALAR.matcher(text).matches() && !WORDS.contains(text)
                ? text
                : "'" + text.replace("'", "''") + "'";
    }
}
