// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.resource;

import io.truename.alerting.series.Buckets;
import io.truename.alerting.series.Histogram;
import io.truename.local.monitoring.MetricSink;
import io.truename.local.monitoring.resource.Recorder.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Metrics that the cloud gives of its own accord, from events in the local cloud. Components report events when they
 * happen, and states as suppliers that {@link #sample} asks once a minute; a supplier that has no value at the moment gives
 * none, one that fails is left out. Thread-safe.
 */
public final class ResourceMetrics {
    private static final Buckets MILLISECONDS = Buckets.exponential(64, 1.4, 0.1);
    private static final Buckets FRACTIONS = fractions();
    private static final String SUCCESS = "success";

    private final Recorder recorder;
    private final String project;

    public ResourceMetrics(MetricSink sink, String project, Instant now) {
        for (ResourceMetric metric : ResourceMetric.values()) {
            sink.describe(metric.descriptor());
        }
        this.recorder = new Recorder(sink, now);
        this.project = project;
    }

    private static Buckets fractions() {
        double[] bounds = new double[101];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = i / 100.0;
        }
        return Buckets.explicit(bounds);
    }

    /** Reports a request that a function answered, or that was answered for it. */
    public void request(String function, String revision, int code, Duration latency) {
        Map<String, String> labels =
                Map.of("response_code", Integer.toString(code), "response_code_class", code / 100 + "xx");
        Resource resource = Resource.function(function, revision);
        recorder.count(new Identity(ResourceMetric.REQUESTS, resource, labels), 1);
        recorder.add(
                new Identity(ResourceMetric.REQUEST_LATENCIES, resource, labels),
                Histogram.of(MILLISECONDS, latency.toNanos() / 1e6));
    }

    /** Reports that an instance of a function is ready. */
    public void started(String function, String revision, Duration startup) {
        recorder.add(
                new Identity(ResourceMetric.STARTUP_LATENCIES, Resource.function(function, revision), Map.of()),
                Histogram.of(MILLISECONDS, startup.toNanos() / 1e6));
    }

    /** Reports for how long an instance has started, or worked on requests without a pause; the cloud bills both. */
    public void billed(String function, String revision, Duration time) {
        recorder.count(
                new Identity(ResourceMetric.BILLED, Resource.function(function, revision), Map.of()),
                time.toNanos() / 1e9);
    }

    /** Reports which part of its memory an instance uses, from 0 to 1. */
    public void memory(String function, String revision, double fraction) {
        recorder.add(
                new Identity(ResourceMetric.MEMORY, Resource.function(function, revision), Map.of()),
                Histogram.of(FRACTIONS, fraction));
    }

    /** Reports which part of its processor an instance uses, from 0 to 1. */
    public void processor(String function, String revision, double fraction) {
        recorder.add(
                new Identity(ResourceMetric.PROCESSOR, Resource.function(function, revision), Map.of()),
                Histogram.of(FRACTIONS, fraction));
    }

    /**
     * Instances of a revision.
     *
     * @param active those that work on a request
     * @param idle those that wait for one
     */
    public record Instances(String function, String revision, long active, long idle) {}

    /** Counts instances, of each revision that is deployed at the time. */
    public void instances(Supplier<List<Instances>> counted) {
        recorder.gauges(ResourceMetric.INSTANCES, () -> {
            Map<Identity, Double> counts = new LinkedHashMap<>();
            for (Instances one : counted.get()) {
                Resource resource = Resource.function(one.function(), one.revision());
                counts.put(instances(resource, "active"), (double) one.active());
                counts.put(instances(resource, "idle"), (double) one.idle());
            }
            return counts;
        });
    }

    private static Identity instances(Resource resource, String state) {
        return new Identity(ResourceMetric.INSTANCES, resource, Map.of("state", state));
    }

    /**
     * Watches a subscription.
     *
     * @param undelivered messages that are not acknowledged
     * @param oldest the age of the oldest of them, in seconds; 0 if there is none
     * @param deadLetters all messages that went to the dead-letter topic so far
     */
    public void subscription(String name, LongSupplier undelivered, LongSupplier oldest, LongSupplier deadLetters) {
        Resource resource = Resource.subscription(name);
        gauge(ResourceMetric.UNDELIVERED_MESSAGES, resource, Map.of(), undelivered);
        gauge(ResourceMetric.OLDEST_UNACKED_AGE, resource, Map.of(), oldest);
        recorder.total(
                new Identity(ResourceMetric.DEAD_LETTERS, resource, Map.of("response_code", SUCCESS)), deadLetters);
    }

    /** Reports an answer to a pushed message; the code is that of HTTP. */
    public void pushed(String subscription, int code) {
        recorder.count(
                new Identity(
                        ResourceMetric.PUSH_REQUESTS,
                        Resource.subscription(subscription),
                        Map.of(
                                "response_class",
                                responseClass(code),
                                "response_code",
                                responseCode(code),
                                "delivery_type",
                                "push")),
                1);
    }

    /** Watches the messages that were published to a topic so far, where requests are not reported one by one. */
    public void topic(String name, LongSupplier publishedSoFar) {
        recorder.total(
                new Identity(
                        ResourceMetric.PUBLISH_REQUESTS,
                        Resource.topic(name),
                        Map.of("response_class", SUCCESS, "response_code", SUCCESS)),
                publishedSoFar);
    }

    /** Pub/Sub's groups of answers to a push. */
    private static String responseClass(int code) {
        if (code < 300) {
            return "ack";
        }
        if (code < 400) {
            return "invalid";
        }
        return code < 500 ? "remote_server_4xx" : "remote_server_5xx";
    }

    /** Pub/Sub's name of a status: {@code success}, or that of google.rpc.Code. */
    private static String responseCode(int code) {
        return switch (code) {
            case 102, 200, 201, 202, 204 -> SUCCESS;
            case 400 -> "invalid_argument";
            case 401 -> "unauthenticated";
            case 403 -> "permission_denied";
            case 404 -> "not_found";
            case 409 -> "aborted";
            case 429 -> "resource_exhausted";
            case 500 -> "internal";
            case 501 -> "unimplemented";
            case 503 -> "unavailable";
            case 504 -> "deadline_exceeded";
            default -> "unknown";
        };
    }

    /**
     * Watches a database server.
     *
     * @param answers whether it answers
     */
    public void databaseServer(String instance, Supplier<Boolean> answers, LongSupplier bytesOnDisk) {
        Resource resource = Resource.database(project, instance);
        gauge(ResourceMetric.DATABASE_UP, resource, Map.of(), () -> answers.get() ? 1 : 0);
        gauge(ResourceMetric.DISK_USED, resource, Map.of(), bytesOnDisk);
    }

    /**
     * Watches a database.
     *
     * @param backends connections now
     * @param commits committed transactions so far
     * @param rollbacks transactions rolled back so far
     * @param deadlocks deadlocks so far
     */
    public void database(
            String instance,
            String database,
            LongSupplier backends,
            LongSupplier commits,
            LongSupplier rollbacks,
            LongSupplier deadlocks) {
        Resource resource = Resource.database(project, instance);
        Map<String, String> labels = Map.of("database", database);
        gauge(ResourceMetric.BACKENDS, resource, labels, backends);
        recorder.total(new Identity(ResourceMetric.DEADLOCKS, resource, labels), deadlocks);
        recorder.total(
                new Identity(
                        ResourceMetric.TRANSACTIONS,
                        resource,
                        Map.of("database", database, "transaction_type", "commit")),
                commits);
        recorder.total(
                new Identity(
                        ResourceMetric.TRANSACTIONS,
                        resource,
                        Map.of("database", database, "transaction_type", "rollback")),
                rollbacks);
    }

    /** Watches how many seconds a replica is behind; empty while that is unknown. */
    public void replica(String instance, Supplier<OptionalDouble> seconds) {
        recorder.gauge(
                new Identity(ResourceMetric.REPLICA_LAG, Resource.database(project, instance), Map.of()), seconds);
    }

    private void gauge(ResourceMetric metric, Resource resource, Map<String, String> labels, LongSupplier value) {
        recorder.gauge(new Identity(metric, resource, labels), () -> OptionalDouble.of((double) value.getAsLong()));
    }

    /** Writes one point of each series, for the time since the last call. */
    public void sample(Instant now) {
        recorder.sample(now);
    }
}
