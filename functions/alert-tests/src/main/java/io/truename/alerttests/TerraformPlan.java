// SPDX-License-Identifier: Apache-2.0
package io.truename.alerttests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds resources in the plan or state that {@code terraform show -json} prints, and gives them the API's shape. */
final class TerraformPlan {
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
            "boolean_test",
            "basic_sli",
            "request_based_sli",
            "windows_based_sli",
            "availability",
            "latency",
            "good_total_ratio",
            "distribution_cut",
            "range",
            "good_total_ratio_threshold",
            "performance",
            "basic_sli_performance",
            "metric_mean_in_range",
            "metric_sum_in_range");

    private TerraformPlan() {}

    /** A resource's fields: those that are set, single blocks unwrapped. */
    record Resource(Map<String, Object> fields) {}

    static List<Resource> resources(Map<?, ?> values, String type) {
        List<Resource> resources = new ArrayList<>();
        if (values.get("root_module") instanceof Map<?, ?> root) {
            collect(root, type, resources);
        }
        return resources;
    }

    private static void collect(Map<?, ?> module, String type, List<Resource> resources) {
        for (Object element : list(module.get("resources"))) {
            if (element instanceof Map<?, ?> resource
                    && type.equals(resource.get("type"))
                    && resource.get("values") instanceof Map<?, ?> values) {
                resources.add(new Resource(fields(values)));
            }
        }
        for (Object element : list(module.get("child_modules"))) {
            if (element instanceof Map<?, ?> child) {
                collect(child, type, resources);
            }
        }
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static Map<String, Object> fields(Map<?, ?> values) {
        Map<String, Object> fields = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            boolean wrapped = SINGLE.contains(key) && value instanceof List<?> list && list.size() == 1;
            Object given = wrapped ? list(value).get(0) : value;
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
