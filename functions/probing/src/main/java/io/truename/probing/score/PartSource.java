// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.score;

import java.util.List;

/** Port to the inputs of some parts. */
@FunctionalInterface
public interface PartSource {
    /** Reads the inputs and applies the formulas; a part whose inputs are absent is unknown. */
    List<PartScore> read();
}
