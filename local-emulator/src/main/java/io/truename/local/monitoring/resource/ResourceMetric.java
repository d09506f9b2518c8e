// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.resource;

import static com.google.api.MetricDescriptor.MetricKind.DELTA;
import static com.google.api.MetricDescriptor.MetricKind.GAUGE;
import static com.google.api.MetricDescriptor.ValueType.DISTRIBUTION;
import static com.google.api.MetricDescriptor.ValueType.DOUBLE;
import static com.google.api.MetricDescriptor.ValueType.INT64;

import com.google.api.LabelDescriptor;
import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;

/**
 * Metric of the cloud itself that the local cloud has too: type, kind, value type, unit and labels are the cloud's, as
 * terraform/catalog/metrics.yaml has them with their source. Of its labels, {@code route} of requests is missing: the cloud always
 * leaves it empty.
 */
public enum ResourceMetric {
    REQUESTS(
            "run.googleapis.com/request_count",
            "Requests that a function answered",
            DELTA,
            INT64,
            "1",
            "response_code",
            "response_code_class"),
    REQUEST_LATENCIES(
            "run.googleapis.com/request_latencies",
            "Time from a request to its answer",
            DELTA,
            DISTRIBUTION,
            "ms",
            "response_code",
            "response_code_class"),
    INSTANCES("run.googleapis.com/container/instance_count", "Instances of a function", GAUGE, INT64, "1", "state"),
    STARTUP_LATENCIES(
            "run.googleapis.com/container/startup_latencies", "Time to start an instance", DELTA, DISTRIBUTION, "ms"),
    MEMORY(
            "run.googleapis.com/container/memory/utilizations",
            "Part of its memory that an instance uses",
            DELTA,
            DISTRIBUTION,
            "10^2.%"),
    PROCESSOR(
            "run.googleapis.com/container/cpu/utilizations",
            "Part of its processor that an instance uses",
            DELTA,
            DISTRIBUTION,
            "10^2.%"),
    BILLED(
            "run.googleapis.com/container/billable_instance_time",
            "Time in which instances start or work on requests",
            DELTA,
            DOUBLE,
            "s"),
    PUBLISH_REQUESTS(
            "pubsub.googleapis.com/topic/send_request_count",
            "Publish requests to a topic",
            DELTA,
            INT64,
            "1",
            "response_class",
            "response_code"),
    UNDELIVERED_MESSAGES(
            "pubsub.googleapis.com/subscription/num_undelivered_messages",
            "Messages that are not acknowledged yet",
            GAUGE,
            INT64,
            "1"),
    OLDEST_UNACKED_AGE(
            "pubsub.googleapis.com/subscription/oldest_unacked_message_age",
            "Age of the oldest message that is not acknowledged",
            GAUGE,
            INT64,
            "s"),
    DEAD_LETTERS(
            "pubsub.googleapis.com/subscription/dead_letter_message_count",
            "Messages sent to the dead-letter topic",
            DELTA,
            INT64,
            "1",
            "response_code"),
    PUSH_REQUESTS(
            "pubsub.googleapis.com/subscription/push_request_count",
            "Attempts to push a message",
            DELTA,
            INT64,
            "1",
            "response_class",
            "response_code",
            "delivery_type"),
    BACKENDS(
            "cloudsql.googleapis.com/database/postgresql/num_backends",
            "Connections to the database",
            GAUGE,
            INT64,
            "1",
            "database"),
    TRANSACTIONS(
            "cloudsql.googleapis.com/database/postgresql/transaction_count",
            "Ended transactions",
            DELTA,
            INT64,
            "1",
            "database",
            "transaction_type"),
    DEADLOCKS("cloudsql.googleapis.com/database/postgresql/deadlock_count", "Deadlocks", DELTA, INT64, "1", "database"),
    DISK_USED("cloudsql.googleapis.com/database/disk/bytes_used", "Bytes of the database on disk", GAUGE, INT64, "By"),
    DATABASE_UP("cloudsql.googleapis.com/database/up", "1 if the database answers", GAUGE, INT64, "1"),
    REPLICA_LAG(
            "cloudsql.googleapis.com/database/replication/replica_lag",
            "How far a replica is behind",
            GAUGE,
            DOUBLE,
            "s");

    private final MetricDescriptor descriptor;

    ResourceMetric(
            String type, String description, MetricKind kind, ValueType valueType, String unit, String... labels) {
        MetricDescriptor.Builder described = MetricDescriptor.newBuilder()
                .setType(type)
                .setDisplayName(description)
                .setDescription(description + ".")
                .setMetricKind(kind)
                .setValueType(valueType)
                .setUnit(unit);
        for (String label : labels) {
            described.addLabels(LabelDescriptor.newBuilder().setKey(label));
        }
        this.descriptor = described.build();
    }

    public String type() {
        return descriptor.getType();
    }

    MetricKind kind() {
        return descriptor.getMetricKind();
    }

    ValueType valueType() {
        return descriptor.getValueType();
    }

    MetricDescriptor descriptor() {
        return descriptor;
    }
}
