// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.AlertPolicy.Condition;
import com.google.monitoring.v3.AlertPolicy.ConditionCombinerType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Rules of the API for alert policies. */
public final class PolicyCheck {
    private static final int MOST_CONDITIONS = 6;
    private static final int LONGEST_NAME = 512;
    private static final int MOST_LABELS = 64;
    private static final int LONGEST_CONTENT = 8192;
    private static final int LONGEST_CONTENT_BYTES = 10_240;
    private static final int MOST_LINKS = 3;
    private static final long SHORTEST_AUTO_CLOSE = 1800;
    private static final long LONGEST_AUTO_CLOSE = 7 * 24 * 3600;

    private final List<PolicyProblem> problems = new ArrayList<>();

    private PolicyCheck() {}

    /** Returns every rule that a policy breaks; none if the API would take it. */
    public static List<PolicyProblem> problems(AlertPolicy policy) {
        PolicyCheck check = new PolicyCheck();
        check.policy(policy);
        return List.copyOf(check.problems);
    }

    static void require(AlertPolicy policy) {
        List<PolicyProblem> problems = problems(policy);
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
    }

    private void policy(AlertPolicy policy) {
        int count = policy.getConditionsCount();
        rule(!policy.getDisplayName().isBlank(), "display_name", "it is missing", "Name the policy.");
        rule(
                policy.getDisplayName().length() <= LONGEST_NAME,
                "display_name",
                "it is longer than " + LONGEST_NAME + " characters",
                "Shorten it.");
        rule(count > 0, "conditions", "there is none", "Add one to " + MOST_CONDITIONS + " conditions.");
        rule(
                count <= MOST_CONDITIONS,
                "conditions",
                "there are " + count + ", and may be " + MOST_CONDITIONS,
                "Split the policy.");
        rule(
                count < 2 || policy.getCombiner() != ConditionCombinerType.COMBINE_UNSPECIFIED,
                "combiner",
                "several conditions need one",
                "Write AND, OR or AND_WITH_MATCHING_RESOURCE.");
        rule(
                policy.getUserLabelsCount() <= MOST_LABELS,
                "user_labels",
                "there are more than " + MOST_LABELS,
                "Remove some.");
        documentation(policy.getDocumentation());
        strategy(policy.getAlertStrategy());
        for (int i = 0; i < count; i++) {
            condition("conditions[" + i + "]", policy.getConditions(i));
        }
    }

    private void documentation(AlertPolicy.Documentation documentation) {
        String content = documentation.getContent();
        rule(
                content.codePointCount(0, content.length()) <= LONGEST_CONTENT
                        && content.getBytes(StandardCharsets.UTF_8).length <= LONGEST_CONTENT_BYTES,
                "documentation.content",
                "it is longer than " + LONGEST_CONTENT + " characters or " + LONGEST_CONTENT_BYTES + " bytes",
                "Shorten it, and link to the rest.");
        rule(
                documentation.getLinksCount() <= MOST_LINKS,
                "documentation.links",
                "there are more than " + MOST_LINKS,
                "Remove some.");
    }

    private void strategy(AlertPolicy.AlertStrategy strategy) {
        long seconds = strategy.getAutoClose().getSeconds();
        rule(
                !strategy.hasAutoClose() || (seconds >= SHORTEST_AUTO_CLOSE && seconds <= LONGEST_AUTO_CLOSE),
                "alert_strategy.auto_close",
                "it is " + seconds + " s",
                "Write 1800s (30 minutes) to 604800s (7 days).");
    }

    private void condition(String field, Condition condition) {
        rule(!condition.getDisplayName().isBlank(), field + ".display_name", "it is missing", "Name the condition.");
        switch (condition.getConditionCase()) {
            case CONDITION_THRESHOLD ->
                new FilterConditionCheck(problems, field + ".condition_threshold")
                        .threshold(condition.getConditionThreshold());
            case CONDITION_ABSENT ->
                new FilterConditionCheck(problems, field + ".condition_absent").absence(condition.getConditionAbsent());
            case CONDITION_PROMETHEUS_QUERY_LANGUAGE ->
                query(field + ".condition_prometheus_query_language", condition.getConditionPrometheusQueryLanguage());
            case CONDITION_MATCHED_LOG, CONDITION_SQL, CONDITION_MONITORING_QUERY_LANGUAGE ->
                rule(
                        false,
                        field,
                        "conditions of the kind " + condition.getConditionCase() + " are not evaluated here",
                        "Use a threshold, absence or PromQL condition, or leave the policy out.");
            case CONDITION_NOT_SET ->
                rule(false, field, "it has no kind", "Add condition_threshold, condition_absent or another.");
        }
    }

    private void query(String field, Condition.PrometheusQueryLanguageCondition condition) {
        long interval = condition.getEvaluationInterval().getSeconds();
        rule(!condition.getQuery().isBlank(), field + ".query", "it is empty", "Write a PromQL expression.");
        rule(
                condition.getDuration().getSeconds() >= 0,
                field + ".duration",
                "it is negative",
                "Write 0s or more, or leave it out.");
        rule(
                !condition.hasEvaluationInterval() || (interval > 0 && interval % 30 == 0),
                field + ".evaluation_interval",
                "it is " + interval + " s",
                "Write a multiple of 30s, or leave it out.");
    }

    private void rule(boolean met, String field, String problem, String remedy) {
        if (!met) {
            problems.add(new PolicyProblem(field, problem, remedy));
        }
    }
}
