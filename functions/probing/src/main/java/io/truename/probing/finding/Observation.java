// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.finding;

import java.util.List;

/**
 * A cause as one pass saw it.
 *
 * @param count rows with this cause, at least one
 * @param samples ids of rows, at most {@link #MOST_SAMPLES}, the first seen first; never a hash or a text
 */
public record Observation(Cause cause, long count, List<String> samples) {
    public static final int MOST_SAMPLES = 10;

    /** Maximum number of characters of a sample; a longer one is cut. */
    public static final int MOST_SAMPLE_CHARACTERS = 100;

    public Observation {
        samples = List.copyOf(samples);
        if (count < 1 || samples.size() > MOST_SAMPLES) {
            throw new IllegalArgumentException("count, samples: at least 1 row, at most " + MOST_SAMPLES + " samples");
        }
    }
}
