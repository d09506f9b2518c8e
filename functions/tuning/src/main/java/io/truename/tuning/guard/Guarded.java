// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.guard;

import io.truename.tuning.candidate.Candidate;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.Past;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a candidate make thresholds of sound values only. After a poisoned day the policy before stays, with a remark that says why;
 * incidents of the past are left out, with a remark for each.
 *
 * @param candidate that makes the policies
 */
public record Guarded(Candidate candidate) implements Candidate {
    @Override
    public String name() {
        return candidate.name();
    }

    @Override
    public FittedPolicy fit(Past past) {
        TrainingCheck check = TrainingCheck.of(past.series());
        return candidate.fit(new Past(check.values())).with(remarks(check));
    }

    @Override
    public FittedPolicy refit(Past past, FittedPolicy previous) {
        TrainingCheck check = TrainingCheck.of(past.series());
        if (!check.reasons().isEmpty()) {
            List<String> remarks = new ArrayList<>(check.reasons());
            remarks.add("The thresholds stay as they were.");
            return new FittedPolicy(
                    previous.candidate(),
                    previous.fittedAt(),
                    previous.bounds(),
                    previous.silence(),
                    previous.hysteresis(),
                    remarks);
        }
        return candidate.refit(new Past(check.values()), previous).with(check.leftOut());
    }

    private static List<String> remarks(TrainingCheck check) {
        List<String> remarks = new ArrayList<>(check.reasons());
        remarks.addAll(check.leftOut());
        return remarks;
    }
}
