// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import io.truename.alerting.series.MonitoringException;
import java.util.List;
import java.util.stream.Collectors;

/** A policy that the API refuses, with every reason. */
public final class PolicyException extends MonitoringException {
    private static final long serialVersionUID = 1;

    private final transient List<PolicyProblem> problems;

    PolicyException(List<PolicyProblem> problems) {
        super(
                Reason.INVALID_ARGUMENT,
                problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<PolicyProblem> problems() {
        return problems;
    }
}
