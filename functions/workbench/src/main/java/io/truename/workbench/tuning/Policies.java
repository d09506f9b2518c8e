// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.tuning;

import io.truename.tuning.candidate.Candidate;
import io.truename.tuning.candidate.Candidates;
import io.truename.tuning.select.NamedPolicies;
import java.util.Map;

/** Policies that a command can be asked for. */
public final class Policies {
    /** Policy of commands that name none. */
    public static final String USUAL = NamedPolicies.TUNED;

    private Policies() {}

    /**
     * Finds a policy.
     *
     * @throws IllegalArgumentException listing all names, if there is none
     */
    public static Candidate named(String name) {
        Map<String, Candidate> all = NamedPolicies.all(Candidates.BOTH);
        Candidate found = all.get(name);
        if (found == null) {
            throw new IllegalArgumentException("--policy is one of " + String.join(", ", all.keySet()));
        }
        return found;
    }
}
