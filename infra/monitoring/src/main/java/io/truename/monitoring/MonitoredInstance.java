// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import java.util.Map;

/**
 * Instance that writes, as the monitored resource {@code generic_task}. The resource of Cloud Run has no label for the instance, so
 * two instances would write to the same time series, and Cloud Monitoring refuses the second.
 *
 * @param location region, or {@code global} if it is not known
 * @param job name of the function
 * @param task id of this instance, different from that of every other
 */
public record MonitoredInstance(String location, String job, String task) {
    static final String TYPE = "generic_task";
    private static final String NAMESPACE = "truename";

    public MonitoredInstance {
        if (location.isBlank() || job.isBlank() || task.isBlank()) {
            throw new IllegalArgumentException("location, job and task must not be blank");
        }
    }

    Map<String, String> labels(String project) {
        return Map.of("project_id", project, "location", location, "namespace", NAMESPACE, "job", job, "task_id", task);
    }
}
