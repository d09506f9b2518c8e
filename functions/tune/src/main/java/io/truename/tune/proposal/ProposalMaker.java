// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.proposal;

import io.truename.history.ComparedCondition;
import io.truename.postgres.tuning.ThresholdStore;
import java.time.Instant;
import java.util.List;

/** Makes the part of a proposal for one condition. */
public interface ProposalMaker {
    /**
     * Part of a proposal.
     *
     * @param json object with thresholds, evidence, and what changes
     * @param thresholds that may be applied; none if those in force stay
     */
    record Made(String json, List<ThresholdStore.Threshold> thresholds) {
        public Made {
            thresholds = List.copyOf(thresholds);
        }
    }

    /**
     * Makes it from the past.
     *
     * @param days of the past
     * @param inForce thresholds of the condition in force; none if it compares with the catalog's
     * @param monthAgo those that were a month ago
     * @throws io.truename.monitoring.MetricReadException if the past cannot be read
     */
    Made make(
            ComparedCondition condition,
            int days,
            List<ThresholdStore.Threshold> inForce,
            List<ThresholdStore.Threshold> monthAgo,
            Instant now);
}
