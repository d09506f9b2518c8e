// SPDX-License-Identifier: Apache-2.0
package io.truename.alerttests;

import com.google.monitoring.v3.AlertPolicy;
import io.truename.alerting.policy.PolicyCheck;
import io.truename.alerting.policy.PolicyProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads alert policies. */
final class PolicyFile {
    private static final String RESOURCE = "google_monitoring_alert_policy";

    /** Fields of the API that a planned policy has; the others are Terraform's own. */
    private static final Set<String> PLANNED = Set.of(
            "display_name",
            "combiner",
            "conditions",
            "documentation",
            "alert_strategy",
            "severity",
            "user_labels",
            "enabled");

    private PolicyFile() {}

    static List<AlertPolicy> read(Path path) {
        ApiFile file = ApiFile.read(path);
        List<AlertPolicy> policies = new ArrayList<>();
        List<?> elements = file.elements("alertPolicies", RESOURCE);
        for (int i = 0; i < elements.size(); i++) {
            policies.add(policy(file, "policy " + (i + 1), elements.get(i)));
        }
        if (policies.isEmpty()) {
            throw file.wrong("", "it holds no alert policy", "Name a file that does.");
        }
        return policies;
    }

    private static AlertPolicy policy(ApiFile file, String place, Object element) {
        AlertPolicy.Builder policy = AlertPolicy.newBuilder();
        file.merge(place, element instanceof TerraformPlan.Resource resource ? planned(resource) : element, policy);
        if (policy.getConditionsList().stream().allMatch(PolicyFile::isEvaluated)) {
            for (PolicyProblem problem : PolicyCheck.problems(policy.build())) {
                throw file.wrong(
                        place + " \"" + policy.getDisplayName() + "\", " + problem.field(),
                        problem.problem(),
                        problem.remedy());
            }
        }
        return policy.build();
    }

    private static Map<String, Object> planned(TerraformPlan.Resource resource) {
        Map<String, Object> fields = new LinkedHashMap<>(resource.fields());
        fields.keySet().retainAll(PLANNED);
        return fields;
    }

    /** Policies of other kinds may stand in the file, as long as no case expects something of them. */
    private static boolean isEvaluated(AlertPolicy.Condition condition) {
        return condition.hasConditionAbsent()
                || condition.hasConditionPrometheusQueryLanguage()
                || (condition.hasConditionThreshold()
                        && !condition.getConditionThreshold().hasForecastOptions());
    }
}
