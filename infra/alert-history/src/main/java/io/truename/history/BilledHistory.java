// SPDX-License-Identifier: Apache-2.0
package io.truename.history;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.monitoring.v3.Aggregation.Aligner;
import com.google.monitoring.v3.Aggregation.Reducer;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.protobuf.util.Timestamps;
import io.truename.monitoring.MetricAggregates;
import io.truename.monitoring.MetricAggregates.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Past of volumes and instances that are billed: logs, caches, database servers and topics, from Google's own metrics. Thread-safe. */
public final class BilledHistory {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String REDIS = "redis.googleapis.com/stats/";
    private static final String INSTANCE = "resource.labels.instance_id";
    private static final String SERVER = "cloudsql.googleapis.com/database/";
    private static final String SERVER_ID = "resource.labels.database_id";
    private static final String TOPIC = "pubsub.googleapis.com/topic/";
    private static final String TOPIC_ID = "resource.labels.topic_id";

    /** Databases of every server, in which Cloud SQL itself is at work. */
    private static final Set<String> OF_THE_SERVER = Set.of("cloudsqladmin", "template0", "template1");

    private final MetricAggregates metrics;

    public BilledHistory(MetricAggregates metrics) {
        this.metrics = metrics;
    }

    /** Bytes of lines about one type of resource that a bucket took. */
    public record Logs(String bucket, String resource, double bytes) {}

    /**
     * A cache.
     *
     * @param bytes of its memory
     * @param peakUsed highest share of memory in use
     * @param evictions in the time
     */
    public record Cache(String name, double bytes, double peakUsed, long evictions) {}

    /**
     * A database server.
     *
     * @param replica whether it told how far it lags behind another
     * @param cores of its machine
     * @param peakUsed highest share of its processors in use
     * @param transactions of its users
     * @param standby whether another machine can take over
     */
    public record Server(
            String name, boolean replica, double cores, double peakUsed, long transactions, boolean standby) {}

    /** Messages that were published to a topic, and requests that carried them. */
    public record Topic(String name, long requests, long messages, double bytes) {}

    /** Use in a time; empty where nothing was measured. */
    public record Use(List<Logs> logs, List<Cache> caches, List<Server> servers, List<Topic> topics) {
        public Use {
            logs = List.copyOf(logs);
            caches = List.copyOf(caches);
            servers = List.copyOf(servers);
            topics = List.copyOf(topics);
        }
    }

    /**
     * Reads the use between two times.
     *
     * @throws io.truename.monitoring.MetricReadException if the points cannot be read; the message says what helps
     */
    public Use read(Instant from, Instant until) {
        Reading reading = new Reading(AlignedTime.of(from, until, HOUR));
        return new Use(reading.logs(), reading.caches(), reading.servers(), reading.topics());
    }

    private final class Reading {
        private final AlignedTime time;

        private Reading(AlignedTime time) {
            this.time = time;
        }

        List<Logs> logs() {
            return sums(
                            "logging.googleapis.com/billing/log_bucket_bytes_ingested",
                            BilledHistory::number,
                            List.of("metric.labels.log_bucket_id", "metric.labels.resource_type"))
                    .entrySet()
                    .stream()
                    .map(sum -> new Logs(
                            sum.getKey().get(0),
                            sum.getKey().get(1),
                            sum.getValue().getSum()))
                    .sorted(Comparator.comparing(Logs::bucket).thenComparing(Logs::resource))
                    .toList();
        }

        List<Cache> caches() {
            Map<String, DoubleSummaryStatistics> used = peaks(REDIS + "memory/usage_ratio", INSTANCE);
            Map<String, DoubleSummaryStatistics> evicted =
                    first(sums(REDIS + "evicted_keys", BilledHistory::number, List.of(INSTANCE)));
            List<Cache> caches = new ArrayList<>();
            peaks(REDIS + "memory/maxmemory", INSTANCE).forEach((name, bytes) -> {
                // Without a measured use nothing says that it is too large.
                if (used.containsKey(name)) {
                    caches.add(new Cache(
                            last(name), bytes.getMax(), used.get(name).getMax(), Math.round(sum(evicted, name))));
                }
            });
            return caches;
        }

        List<Server> servers() {
            Map<String, DoubleSummaryStatistics> lag = peaks(SERVER + "replication/replica_lag", SERVER_ID);
            if (lag.isEmpty()) {
                return List.of();
            }
            Map<String, DoubleSummaryStatistics> used = peaks(SERVER + "cpu/utilization", SERVER_ID);
            Map<String, DoubleSummaryStatistics> standby = peaks(SERVER + "available_for_failover", SERVER_ID);
            Map<String, Double> transactions = new TreeMap<>();
            sums(
                            SERVER + "postgresql/transaction_count",
                            BilledHistory::number,
                            List.of(SERVER_ID, "metric.labels.database"))
                    .forEach((key, sum) -> {
                        if (!OF_THE_SERVER.contains(key.get(1))) {
                            transactions.merge(key.get(0), sum.getSum(), Double::sum);
                        }
                    });
            List<Server> servers = new ArrayList<>();
            peaks(SERVER + "cpu/reserved_cores", SERVER_ID).forEach((name, cores) -> {
                if (used.containsKey(name) && cores.getMax() > 0) {
                    servers.add(new Server(
                            name.substring(name.lastIndexOf(':') + 1),
                            lag.containsKey(name),
                            cores.getMax(),
                            used.get(name).getMax(),
                            Math.round(transactions.getOrDefault(name, 0.0)),
                            standby.containsKey(name) && standby.get(name).getMax() > 0));
                }
            });
            return servers;
        }

        List<Topic> topics() {
            List<String> by = List.of(TOPIC_ID);
            Map<String, DoubleSummaryStatistics> requests =
                    first(sums(TOPIC + "send_request_count", BilledHistory::number, by));
            Map<String, DoubleSummaryStatistics> messages = first(sums(
                    TOPIC + "message_sizes",
                    value -> value.getDistributionValue().getCount(),
                    by));
            Map<String, DoubleSummaryStatistics> bytes = first(sums(
                    TOPIC + "message_sizes",
                    value -> value.getDistributionValue().getMean()
                            * value.getDistributionValue().getCount(),
                    by));
            List<Topic> topics = new ArrayList<>();
            requests.forEach((topic, sum) -> topics.add(
                    new Topic(topic, Math.round(sum.getSum()), Math.round(sum(messages, topic)), sum(bytes, topic))));
            return topics;
        }

        private Map<String, DoubleSummaryStatistics> peaks(String type, String by) {
            return first(values(
                    type, Aligner.ALIGN_MAX, Reducer.REDUCE_MAX, MetricKind.GAUGE, BilledHistory::number, List.of(by)));
        }

        private Map<List<String>, DoubleSummaryStatistics> sums(
                String type, ToDoubleFunction<TypedValue> number, List<String> by) {
            return values(type, Aligner.ALIGN_DELTA, Reducer.REDUCE_SUM, MetricKind.DELTA, number, by);
        }

        private Map<List<String>, DoubleSummaryStatistics> values(
                String type,
                Aligner aligner,
                Reducer reducer,
                MetricKind kind,
                ToDoubleFunction<TypedValue> number,
                List<String> by) {
            Map<List<String>, DoubleSummaryStatistics> values =
                    new TreeMap<>(Comparator.comparing((List<String> key) -> String.join("\n", key)));
            for (AlignedTime part : time.parts()) {
                Question question =
                        Question.of(type, Map.of(), part.from(), part.until(), part.step(), aligner, reducer, by);
                for (TimeSeries series : metrics.read(question)) {
                    if (series.getMetricKind() == kind) {
                        collect(
                                series,
                                part,
                                number,
                                values.computeIfAbsent(labels(series, by), key -> new DoubleSummaryStatistics()));
                    }
                }
            }
            return values;
        }
    }

    private static void collect(
            TimeSeries series, AlignedTime part, ToDoubleFunction<TypedValue> number, DoubleSummaryStatistics into) {
        for (Point point : series.getPointsList()) {
            Instant end =
                    Instant.ofEpochMilli(Timestamps.toMillis(point.getInterval().getEndTime()) - 1);
            if (part.holds(end)) {
                into.accept(number.applyAsDouble(point.getValue()));
            }
        }
    }

    private static List<String> labels(TimeSeries series, List<String> by) {
        return by.stream()
                .map(field -> (field.startsWith("resource.")
                                ? series.getResource().getLabelsMap()
                                : series.getMetric().getLabelsMap())
                        .getOrDefault(field.substring(field.lastIndexOf('.') + 1), ""))
                .toList();
    }

    private static Map<String, DoubleSummaryStatistics> first(Map<List<String>, DoubleSummaryStatistics> values) {
        Map<String, DoubleSummaryStatistics> first = new TreeMap<>();
        values.forEach((key, value) -> first.put(key.get(0), value));
        return first;
    }

    private static double sum(Map<String, DoubleSummaryStatistics> values, String name) {
        return values.getOrDefault(name, new DoubleSummaryStatistics()).getSum();
    }

    /** Last part of {@code projects/p/locations/l/instances/name}. */
    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static double number(TypedValue value) {
        return value.hasInt64Value() ? value.getInt64Value() : value.getDoubleValue();
    }
}
