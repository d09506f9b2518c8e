// SPDX-License-Identifier: Apache-2.0
package io.truename.alerttests;

import com.google.monitoring.v3.ServiceLevelObjective;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads service level objectives. */
final class ObjectiveFile {
    private static final String RESOURCE = "google_monitoring_slo";

    private ObjectiveFile() {}

    static List<ServiceLevelObjective> read(Path path) {
        ApiFile file = ApiFile.read(path);
        List<ServiceLevelObjective> objectives = new ArrayList<>();
        List<?> elements = file.elements("serviceLevelObjectives", RESOURCE);
        for (int i = 0; i < elements.size(); i++) {
            String place = "objective " + (i + 1);
            ServiceLevelObjective.Builder objective = ServiceLevelObjective.newBuilder();
            Object element = elements.get(i);
            file.merge(place, element instanceof TerraformPlan.Resource slo ? planned(slo) : element, objective);
            if (objective.getName().isEmpty()) {
                throw file.wrong(place, "name is missing", "Add name, by which policies select the objective.");
            }
            objectives.add(objective.build());
        }
        if (objectives.isEmpty()) {
            throw file.wrong("", "it holds no service level objective", "Name a file that does.");
        }
        return objectives;
    }

    private static Map<String, Object> planned(TerraformPlan.Resource resource) {
        Map<String, Object> fields = resource.fields();
        Map<String, Object> indicator = new LinkedHashMap<>();
        for (String kind : List.of("basic_sli", "request_based_sli", "windows_based_sli")) {
            if (fields.get(kind) instanceof Map<?, ?> block) {
                indicator.put(kind.equals("basic_sli") ? kind : kind.substring(0, kind.length() - 4), block);
            }
        }
        Map<String, Object> objective = new LinkedHashMap<>();
        objective.put(
                "name",
                "projects/" + fields.get("project") + "/services/" + fields.get("service") + "/serviceLevelObjectives/"
                        + fields.get("slo_id"));
        objective.put("service_level_indicator", indicator);
        if (fields.get("goal") instanceof Number goal) {
            objective.put("goal", goal);
        }
        if (fields.get("calendar_period") instanceof String period) {
            objective.put("calendar_period", period);
        }
        if (fields.get("rolling_period_days") instanceof Number days) {
            objective.put("rolling_period", Duration.ofDays(days.longValue()).toSeconds() + "s");
        }
        return objective;
    }
}
