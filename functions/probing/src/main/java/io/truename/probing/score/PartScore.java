// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.score;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Score of one part. */
public sealed interface PartScore {
    ScorePart part();

    /**
     * A part of which enough is known.
     *
     * @param value 0 to 100
     * @param inputs the figures that the formula took, by name
     * @param breached whether the part's critical breach is there
     */
    record Known(ScorePart part, double value, Map<String, Double> inputs, boolean breached) implements PartScore {
        public Known {
            if (!(value >= 0 && value <= 100)) {
                throw new IllegalArgumentException("value must be from 0 to 100, got " + value);
            }
            inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        }
    }

    /**
     * A part of which nothing is known.
     *
     * @param reason a sentence
     */
    record Unknown(ScorePart part, String reason) implements PartScore {}
}
