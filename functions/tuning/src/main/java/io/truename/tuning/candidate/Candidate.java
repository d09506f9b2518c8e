// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

/** A way to make a policy of the past of a metric. The same past gives the same policy. */
public interface Candidate {
    /** Short name, unique among candidates, such as {@code three-sigma}. */
    String name();

    /**
     * Makes the policy.
     *
     * @param past values up to now; nothing later is known
     */
    FittedPolicy fit(Past past);

    /**
     * Makes the policy that follows another.
     *
     * @param past values up to now, those that made {@code previous} among them
     */
    default FittedPolicy refit(Past past, FittedPolicy previous) {
        return fit(past);
    }
}
