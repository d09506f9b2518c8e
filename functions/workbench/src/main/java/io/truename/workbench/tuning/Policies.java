// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.tuning;

import io.truename.tuning.candidate.Candidate;
import io.truename.tuning.candidate.Candidates;
import io.truename.tuning.candidate.Transform;
import io.truename.tuning.candidate.TypedThreshold;
import io.truename.tuning.candidate.Watched;
import io.truename.tuning.guard.Guarded;
import io.truename.tuning.select.Tuned;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Policies that a command can be asked for. */
public final class Policies {
    /** Policy of commands that name none. */
    public static final String USUAL = "tuned";

    private static final double BUDGET = 0.03;
    private static final double HALF_MORE = 1.5;

    private Policies() {}

    /**
     * Finds a policy.
     *
     * @throws IllegalArgumentException listing all names, if there is none
     */
    public static Candidate named(String name) {
        Map<String, Candidate> all = new LinkedHashMap<>();
        all.put(USUAL, new Watched(new Guarded(new Tuned(USUAL, Candidates.grid(Candidates.BOTH), BUDGET))));
        Candidates.simple(Candidates.BOTH).forEach(candidate -> all.put(candidate.name(), candidate));
        all.put("static", new TypedThreshold("static", HALF_MORE, Duration.ofMinutes(10)));
        for (Transform transform : Transform.values()) {
            Candidate candidate = Candidates.hourlyMaxima(transform, Candidates.BOTH);
            all.put(candidate.name(), candidate);
        }
        Candidate found = all.get(name);
        if (found == null) {
            throw new IllegalArgumentException("--policy is one of " + String.join(", ", all.keySet()));
        }
        return found;
    }
}
