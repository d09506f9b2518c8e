// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;

/** JSON factory and parser of all functions: streaming, with bounds on depth, names and texts. */
public final class Json {
    private static final int DEEPEST = 32;
    private static final int LONGEST_STRING = 1024 * 1024;
    private static final int LONGEST_NAME = 1024;
    private static final int LONGEST_NUMBER = 64;

    /** Shared and thread-safe. Where a reader goes wrong, no piece of the source gets into the exception's message. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(LONGEST_STRING)
                    .maxNameLength(LONGEST_NAME)
                    .maxNumberLength(LONGEST_NUMBER)
                    .build())
            .build();

    private Json() {}

    /**
     * A reader of JSON in UTF-8. The factory alone would also guess UTF-16 and UTF-32 from the first four bytes, and answer
     * broken UTF-32 with an exception that does not say that the text is at fault. No JSON in UTF-8 has a zero byte there or
     * starts with the byte order mark of another encoding.
     *
     * @throws JsonParseException if the text is in another encoding
     */
    public static JsonParser parser(byte[] text) throws IOException {
        for (int at = 0; at < Math.min(text.length, 4); at++) {
            if (text[at] == 0 || text[at] == (byte) 0xFE || text[at] == (byte) 0xFF) {
                throw new JsonParseException(null, "The text is not UTF-8");
            }
        }
        return FACTORY.createParser(text);
    }
}
