// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.score;

/** Port to the inputs of one part. */
public interface PartSource {
    ScorePart part();

    /** Reads the inputs and applies the part's formula; inputs that are absent make it unknown. */
    PartScore read();
}
