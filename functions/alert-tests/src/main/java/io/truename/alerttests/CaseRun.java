// SPDX-License-Identifier: Apache-2.0
package io.truename.alerttests;

import com.google.monitoring.v3.AlertPolicy;
import io.truename.alerting.policy.Evaluation;
import io.truename.alerting.policy.Incident;
import io.truename.alerting.policy.PolicyEvaluator;
import io.truename.alerting.promql.PromqlEngine;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerttests.CaseFile.Case;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Evaluates the policies of a case minute by minute and compares open incidents with expected ones. */
final class CaseRun {
    private final CaseFile file;
    private final Case instance;
    private final List<String> lines = new ArrayList<>();
    private int wrong;

    private CaseRun(CaseFile file, Case instance) {
        this.file = file;
        this.instance = instance;
    }

    /**
     * Outcome of a case.
     *
     * @param lines what was expected and found, in the order of time
     * @param wrong number of expectations that were not met
     */
    record Outcome(List<String> lines, int wrong) {}

    static Outcome run(CaseFile file, Case instance) {
        CaseRun run = new CaseRun(file, instance);
        run.byPolicy().forEach(run::policy);
        return new Outcome(run.lines, run.wrong);
    }

    private Map<String, List<Expectation>> byPolicy() {
        Map<String, List<Expectation>> byPolicy = new LinkedHashMap<>();
        instance.expectations().stream()
                .sorted(Comparator.comparing(Expectation::at))
                .forEach(expectation -> byPolicy.computeIfAbsent(expectation.policy(), name -> new ArrayList<>())
                        .add(expectation));
        return byPolicy;
    }

    private void policy(String name, List<Expectation> expectations) {
        AlertPolicy policy = file.policies().get(name);
        if (policy == null) {
            throw new IllegalArgumentException("There is no policy " + name);
        }
        try {
            PolicyEvaluator evaluator = new PolicyEvaluator(
                    policy, instance.series(), new PromqlEngine(instance.series()), file.objectives());
            long end = expectations.get(expectations.size() - 1).at().toMillis();
            List<Incident> incidents = new ArrayList<>();
            for (long at = 0; at <= end; at += instance.interval().toMillis()) {
                Evaluation evaluation = evaluator.evaluate(instance.start() + at);
                incidents.addAll(evaluation.closed());
                if (at + instance.interval().toMillis() > end) {
                    incidents.addAll(evaluation.open());
                }
                for (Expectation expectation : expectations) {
                    if (expectation.at().toMillis() == at) {
                        compare(policy, expectation, evaluation);
                    }
                }
            }
            incidents.forEach(incident -> fired(name, incident));
        } catch (MonitoringException | UnsupportedOperationException refusal) {
            throw new InputException(
                    file.name(),
                    instance.name() + ", policy \"" + name + "\"",
                    "it cannot be evaluated",
                    String.valueOf(refusal.getMessage()));
        }
    }

    private void fired(String policy, Incident incident) {
        String closed = incident.closed().isPresent()
                ? "until " + Text.length(incident.closed().getAsLong() - instance.start())
                : "and is open";
        lines.add("  fired from " + Text.length(incident.opened() - instance.start()) + " " + closed + ": \"" + policy
                + "\", condition \"" + incident.conditionName() + "\", " + Text.series(incident.series()));
    }

    private void compare(AlertPolicy policy, Expectation expectation, Evaluation evaluation) {
        boolean met = expectation.isMetBy(evaluation.open());
        wrong += met ? 0 : 1;
        String found = evaluation.open().isEmpty() ? "not firing" : "firing";
        String at = "at " + Text.length(expectation.at().toMillis()) + " \"" + expectation.policy() + "\" ";
        lines.add((met ? "  ok    " : "  WRONG ")
                + at
                + (met ? "is " : "should be " + expected(expectation) + ", and is ")
                + found);
        new Explanation(policy, evaluation, instance.start()).lines().forEach(line -> lines.add("          " + line));
    }

    private static String expected(Expectation expectation) {
        if (!expectation.firing()) {
            return "not firing";
        }
        return expectation
                .series()
                .map(series -> "firing for " + series.size() + " certain series")
                .orElse("firing");
    }
}
