// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

/**
 * Adds to a candidate's policies that they fire in unusual silence. One that the candidate kept stays as it was.
 *
 * @param candidate that makes the bounds
 */
public record Watched(Candidate candidate) implements Candidate {
    @Override
    public String name() {
        return candidate.name();
    }

    @Override
    public FittedPolicy fit(Past past) {
        return candidate.fit(past).with(Silence.of(past.series()));
    }

    @Override
    public FittedPolicy refit(Past past, FittedPolicy previous) {
        FittedPolicy policy = candidate.refit(past, previous);
        boolean kept = policy.fittedAt() == previous.fittedAt();
        return policy.with(kept ? previous.silence() : Silence.of(past.series()));
    }
}
