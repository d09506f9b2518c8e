// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.select;

import io.truename.tuning.candidate.Candidate;
import io.truename.tuning.candidate.Candidates;
import io.truename.tuning.candidate.Side;
import io.truename.tuning.candidate.Transform;
import io.truename.tuning.candidate.TypedThreshold;
import io.truename.tuning.candidate.Watched;
import io.truename.tuning.guard.Guarded;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Policies that people can ask for by name: the tuned one, and simple ones to compare it with. */
public final class NamedPolicies {
    /** Name of the tuned one, with its guards. */
    public static final String TUNED = "tuned";

    private static final double BUDGET = 0.03;
    private static final double HALF_MORE = 1.5;

    private NamedPolicies() {}

    /**
     * All of them by name.
     *
     * @param sides on which values alert; the typed threshold {@code static} knows values above it only
     */
    public static Map<String, Candidate> all(List<Side> sides) {
        Map<String, Candidate> all = new LinkedHashMap<>();
        all.put(TUNED, new Watched(new Guarded(new Tuned(TUNED, Candidates.grid(sides), BUDGET))));
        Candidates.simple(sides).forEach(candidate -> all.put(candidate.name(), candidate));
        all.put("static", new TypedThreshold("static", HALF_MORE, Duration.ofMinutes(10)));
        for (Transform transform : Transform.values()) {
            Candidate candidate = Candidates.hourlyMaxima(transform, sides);
            all.put(candidate.name(), candidate);
        }
        return Collections.unmodifiableMap(all);
    }
}
