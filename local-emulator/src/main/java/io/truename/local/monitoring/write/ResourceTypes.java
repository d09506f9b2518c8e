// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.write;

import com.google.api.LabelDescriptor;
import com.google.api.MonitoredResource;
import com.google.api.MonitoredResourceDescriptor;
import io.truename.alerting.series.MonitoringException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Monitored resources that the local cloud knows, with the cloud's names and labels. */
public final class ResourceTypes {
    /** Those that clients may write to, as in the cloud: a Cloud Run revision is not among them. */
    private static final Set<String> WRITABLE = Set.of("global", "generic_node", "generic_task");

    private static final List<MonitoredResourceDescriptor> ALL = List.of(
            resource(
                    "cloud_run_revision",
                    "Cloud Run Revision",
                    "service_name",
                    "revision_name",
                    "location",
                    "configuration_name"),
            resource("cloud_scheduler_job", "Cloud Scheduler Job", "location", "job_id"),
            resource("cloudsql_database", "Cloud SQL Database", "database_id", "region"),
            resource("generic_node", "Generic Node", "location", "namespace", "node_id"),
            resource("generic_task", "Generic Task", "location", "namespace", "job", "task_id"),
            resource("global", "Global"),
            resource("pubsub_subscription", "Cloud Pub/Sub Subscription", "subscription_id"),
            resource("pubsub_topic", "Cloud Pub/Sub Topic", "topic_id"));

    private ResourceTypes() {}

    private static MonitoredResourceDescriptor resource(String type, String displayName, String... labels) {
        MonitoredResourceDescriptor.Builder descriptor = MonitoredResourceDescriptor.newBuilder()
                .setType(type)
                .setDisplayName(displayName)
                .addLabels(LabelDescriptor.newBuilder().setKey("project_id"));
        for (String label : labels) {
            descriptor.addLabels(LabelDescriptor.newBuilder().setKey(label));
        }
        return descriptor.build();
    }

    public static List<MonitoredResourceDescriptor> all() {
        return ALL;
    }

    public static Optional<MonitoredResourceDescriptor> find(String type) {
        return ALL.stream().filter(known -> known.getType().equals(type)).findFirst();
    }

    /**
     * Returns the labels of a resource, with the project.
     *
     * @throws MonitoringException if the type is unknown, or has other labels
     */
    static Map<String, String> labels(MonitoredResource resource, String project) {
        MonitoredResourceDescriptor known = find(resource.getType())
                .orElseThrow(() -> MonitoringException.invalid(
                        "The resource type \"" + resource.getType() + "\" is unknown to the local cloud."));
        Map<String, String> labels = new TreeMap<>(resource.getLabelsMap());
        labels.putIfAbsent("project_id", project);
        List<String> keys =
                known.getLabelsList().stream().map(LabelDescriptor::getKey).toList();
        List<String> missing = new ArrayList<>(keys);
        missing.removeAll(labels.keySet());
        PointRules.require(
                missing.isEmpty(), "The resource " + resource.getType() + " lacks the labels " + missing + ".");
        List<String> unknown = new ArrayList<>(labels.keySet());
        unknown.removeAll(keys);
        PointRules.require(unknown.isEmpty(), "The resource " + resource.getType() + " has no labels " + unknown + ".");
        return labels;
    }

    static boolean isWritable(String type) {
        return WRITABLE.contains(type);
    }
}
