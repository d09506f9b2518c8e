// SPDX-License-Identifier: Apache-2.0
package io.truename.alerttests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds alert policies in the plan that {@code terraform show -json} prints, and gives them the API's shape. */
final class TerraformPlan {
    private static final String TYPE = "google_monitoring_alert_policy";

    /** Fields of the API that a planned policy has; the others are Terraform's own. */
    private static final Set<String> POLICY = Set.of(
            "display_name",
            "combiner",
            "conditions",
            "documentation",
            "alert_strategy",
            "severity",
            "user_labels",
            "enabled");

    /** Blocks that occur once, which Terraform writes as lists of one. */
    private static final Set<String> SINGLE = Set.of(
            "condition_threshold",
            "condition_absent",
            "condition_matched_log",
            "condition_monitoring_query_language",
            "condition_prometheus_query_language",
            "condition_sql",
            "trigger",
            "forecast_options",
            "documentation",
            "alert_strategy",
            "notification_rate_limit",
            "minutes",
            "hourly",
            "daily",
            "execution_time",
            "row_count_test",
            "boolean_test");

    private TerraformPlan() {}

    static List<Object> policies(Map<?, ?> planned) {
        List<Object> policies = new ArrayList<>();
        if (planned.get("root_module") instanceof Map<?, ?> root) {
            collect(root, policies);
        }
        return policies;
    }

    private static void collect(Map<?, ?> module, List<Object> policies) {
        for (Object element : list(module.get("resources"))) {
            if (element instanceof Map<?, ?> resource
                    && TYPE.equals(resource.get("type"))
                    && resource.get("values") instanceof Map<?, ?> values) {
                Map<String, Object> policy = new LinkedHashMap<>(fields(values));
                policy.keySet().retainAll(POLICY);
                policies.add(policy);
            }
        }
        for (Object element : list(module.get("child_modules"))) {
            if (element instanceof Map<?, ?> child) {
                collect(child, policies);
            }
        }
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    /** Leaves out what is not set, and unwraps single blocks. */
    private static Map<String, Object> fields(Map<?, ?> values) {
        Map<String, Object> fields = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            Object given =
                    SINGLE.contains(key) && value instanceof List<?> list && list.size() == 1 ? list.get(0) : value;
            if (given != null && !(given instanceof List<?> list && list.isEmpty()) && !"".equals(given)) {
                fields.put(String.valueOf(key), shaped(given));
            }
        });
        return fields;
    }

    private static Object shaped(Object value) {
        if (value instanceof Map<?, ?> map) {
            return fields(map);
        }
        return value instanceof List<?> list
                ? list.stream().map(TerraformPlan::shaped).toList()
                : value;
    }
}
