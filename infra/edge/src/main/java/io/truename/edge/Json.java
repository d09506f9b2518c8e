// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

/** JSON as every function reads and writes it: streaming, with bounds that no honest request reaches. */
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
}
