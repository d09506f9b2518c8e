// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.regression;

import io.truename.tuning.trend.Estimate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Answer to the question whether a metric has regressed.
 *
 * @param reason a sentence for people
 * @param byDay size of the change with its 98 % interval, in the rule's unit: of each day, or one slope; empty if unknown
 * @param since change point, in milliseconds since 1970; there if the metric has regressed and its begin can be told
 * @param nearest the change that people made nearest to that time, a day before it at most
 */
public record RegressionResult(
        Verdict verdict, String reason, List<Estimate> byDay, OptionalLong since, Optional<Change> nearest) {
    /** Whether a metric has regressed. */
    public enum Verdict {
        REGRESSED,
        STEADY,
        /** There is too little data to tell. */
        UNKNOWN
    }

    public RegressionResult {
        byDay = List.copyOf(byDay);
    }

    static RegressionResult unknown(String reason) {
        return new RegressionResult(Verdict.UNKNOWN, reason, List.of(), OptionalLong.empty(), Optional.empty());
    }

    static RegressionResult steady(String reason, List<Estimate> byDay) {
        return new RegressionResult(Verdict.STEADY, reason, byDay, OptionalLong.empty(), Optional.empty());
    }
}
