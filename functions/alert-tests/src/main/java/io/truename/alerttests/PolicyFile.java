// SPDX-License-Identifier: Apache-2.0
package io.truename.alerttests;

import com.google.monitoring.v3.AlertPolicy;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.truename.alerting.policy.PolicyCheck;
import io.truename.alerting.policy.PolicyProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads alert policies: one, a list, the API's answer to list, or a Terraform plan. */
final class PolicyFile {
    private final Path file;

    private PolicyFile(Path file) {
        this.file = file;
    }

    static List<AlertPolicy> read(Path path) {
        PolicyFile file = new PolicyFile(path);
        List<AlertPolicy> policies = new ArrayList<>();
        List<?> elements = file.elements(TextFile.read(path));
        for (int i = 0; i < elements.size(); i++) {
            policies.add(file.policy("policy " + (i + 1), elements.get(i)));
        }
        if (policies.isEmpty()) {
            throw new InputException(path.toString(), "", "it holds no alert policy", "Name a file that does.");
        }
        return policies;
    }

    private List<?> elements(Object content) {
        if (content instanceof List<?> list) {
            return list;
        }
        if (content instanceof Map<?, ?> map) {
            if (map.get("planned_values") instanceof Map<?, ?> planned) {
                return TerraformPlan.policies(planned);
            }
            if (map.get("alertPolicies") instanceof List<?> list) {
                return list;
            }
        }
        return List.of(content);
    }

    private AlertPolicy policy(String place, Object element) {
        AlertPolicy.Builder policy = AlertPolicy.newBuilder();
        try {
            JsonFormat.parser().merge(TextFile.json(element), policy);
        } catch (InvalidProtocolBufferException malformed) {
            throw new InputException(
                    file.toString(),
                    place,
                    String.valueOf(malformed.getMessage()),
                    "Write the fields of AlertPolicy as the API names them, and durations as \"60s\".");
        }
        if (policy.getConditionsList().stream().allMatch(PolicyFile::isEvaluated)) {
            check(place, policy.build());
        }
        return policy.build();
    }

    /** Policies of other kinds may stand in the file, as long as no case expects something of them. */
    private static boolean isEvaluated(AlertPolicy.Condition condition) {
        return condition.hasConditionAbsent()
                || condition.hasConditionPrometheusQueryLanguage()
                || (condition.hasConditionThreshold()
                        && !condition.getConditionThreshold().hasForecastOptions());
    }

    private void check(String place, AlertPolicy policy) {
        for (PolicyProblem problem : PolicyCheck.problems(policy)) {
            throw new InputException(
                    file.toString(),
                    place + " \"" + policy.getDisplayName() + "\", " + problem.field(),
                    problem.problem(),
                    problem.remedy());
        }
    }
}
