// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

/**
 * Rule of the API that a policy breaks.
 *
 * @param field path within the policy, as in {@code conditions[0].condition_threshold.duration}
 * @param remedy what to write instead, as a sentence
 */
public record PolicyProblem(String field, String problem, String remedy) {
    @Override
    public String toString() {
        return field + ": " + problem + ". " + remedy;
    }
}
