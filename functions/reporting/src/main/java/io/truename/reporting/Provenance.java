// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import io.truename.reporting.Derivation.Certainty;
import io.truename.reporting.Derivation.Input;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Time and source that the figures of one rule share.
 *
 * @param until exclusive
 * @param asOf time of the newest input
 */
public record Provenance(Instant from, Instant until, String source, Instant asOf) {
    /** A measured and exact figure. */
    public Derivation measured(String formula, Input... inputs) {
        return new Derivation(
                formula, List.of(inputs), from, until, source, asOf, Certainty.MEASURED, Optional.empty());
    }

    public static Input input(String name, Value value) {
        return new Input(name, value);
    }
}
