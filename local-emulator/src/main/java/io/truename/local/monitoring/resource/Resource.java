// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.resource;

import java.util.Map;

/** Monitored resource of the local cloud, with the cloud's type and labels. The project is added when it is written. */
record Resource(String type, Map<String, String> labels) {
    /** The local cloud's only region. */
    static final String LOCATION = "local";

    static Resource function(String name, String revision) {
        return new Resource(
                "cloud_run_revision",
                Map.of(
                        "service_name", name,
                        "revision_name", revision,
                        "configuration_name", name,
                        "location", LOCATION));
    }

    static Resource topic(String name) {
        return new Resource("pubsub_topic", Map.of("topic_id", name));
    }

    static Resource subscription(String name) {
        return new Resource("pubsub_subscription", Map.of("subscription_id", name));
    }

    /** Returns a Cloud SQL instance; its database id has the form {@code project:instance}. */
    static Resource database(String project, String instance) {
        return new Resource("cloudsql_database", Map.of("database_id", project + ":" + instance, "region", LOCATION));
    }
}
