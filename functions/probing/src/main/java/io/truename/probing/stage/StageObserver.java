// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.stage;

import io.truename.probing.finding.Cause;
import io.truename.probing.finding.Observation;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** Port to the store of findings: takes observations of stage events. */
@FunctionalInterface
public interface StageObserver {
    /** Observer that drops everything. */
    StageObserver NONE = (observations, scope, complete, began) -> {};

    /**
     * Takes all that one look saw.
     *
     * @param scope causes for which the look looked
     * @param complete whether the look covered every document of its window, so that a cause that is not listed is resolved
     * @param began when the look began
     */
    void observed(List<Observation> observations, Predicate<Cause> scope, boolean complete, Instant began);
}
