// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.grpc;

import com.google.api.LabelDescriptor;
import com.google.api.MonitoredResourceDescriptor;
import java.util.List;

/** Monitored resources that the local cloud itself writes logs for, and {@code global}. */
final class ResourceDescriptors {
    static final List<MonitoredResourceDescriptor> ALL = List.of(
            descriptor("global", "Global", "project_id"),
            descriptor(
                    "cloud_run_revision",
                    "Cloud Run Revision",
                    "project_id",
                    "service_name",
                    "revision_name",
                    "configuration_name",
                    "location"),
            descriptor("cloudsql_database", "Cloud SQL Database", "project_id", "database_id", "region"),
            descriptor("pubsub_topic", "Cloud Pub/Sub Topic", "project_id", "topic_id"),
            descriptor("pubsub_subscription", "Cloud Pub/Sub Subscription", "project_id", "subscription_id"),
            descriptor("cloud_scheduler_job", "Cloud Scheduler Job", "project_id", "location", "job_id"));

    private ResourceDescriptors() {}

    private static MonitoredResourceDescriptor descriptor(String type, String name, String... labels) {
        MonitoredResourceDescriptor.Builder descriptor = MonitoredResourceDescriptor.newBuilder()
                .setName("monitoredResourceDescriptors/" + type)
                .setType(type)
                .setDisplayName(name);
        for (String label : labels) {
            descriptor.addLabels(
                    LabelDescriptor.newBuilder().setKey(label).setValueType(LabelDescriptor.ValueType.STRING));
        }
        return descriptor.build();
    }
}
