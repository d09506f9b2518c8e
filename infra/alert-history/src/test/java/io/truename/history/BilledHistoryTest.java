// SPDX-License-Identifier: Apache-2.0
package io.truename.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.series.Buckets;
import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.PointValue;
import io.truename.history.BilledHistory.Cache;
import io.truename.history.BilledHistory.Logs;
import io.truename.history.BilledHistory.Server;
import io.truename.history.BilledHistory.Topic;
import io.truename.history.BilledHistory.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class BilledHistoryTest {
    private static final Instant FROM = Instant.parse("2026-11-23T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int DAY = 24 * 60;
    private static final Instant UNTIL = FROM.plus(Duration.ofDays(1));

    private final AggregatingArchive archive = new AggregatingArchive();
    private final BilledHistory history = new BilledHistory(archive);

    /** Two days, of which the first is read. */
    private void keep(
            MetricKind kind,
            ValueType type,
            String metric,
            Map<String, String> labels,
            Map<String, String> resource,
            IntFunction<PointValue> value) {
        archive.keep(AggregatingArchive.series(metric, labels, resource), kind, type, FROM, MINUTE, 2 * DAY, value);
    }

    private void gauge(String metric, String label, String name, IntFunction<Double> value) {
        keep(
                MetricKind.GAUGE,
                ValueType.DOUBLE,
                metric,
                Map.of(),
                Map.of(label, name),
                minute -> new PointValue.Real(value.apply(minute)));
    }

    private void count(String metric, Map<String, String> labels, Map<String, String> resource, long each) {
        keep(MetricKind.DELTA, ValueType.INT64, metric, labels, resource, minute -> new PointValue.Whole(each));
    }

    private Use read() {
        return history.read(FROM, UNTIL);
    }

    @Test
    void logs_areAddedUpByBucketAndResource_overTheirSources() {
        String metric = "logging.googleapis.com/billing/log_bucket_bytes_ingested";
        for (String source : new String[] {"a", "b"}) {
            count(
                    metric,
                    Map.of("log_bucket_id", "_Default", "resource_type", "k8s_container", "log_source", source),
                    Map.of(),
                    10);
        }
        count(metric, Map.of("log_bucket_id", "truename-audit", "resource_type", "global"), Map.of(), 1);
        assertThat(read().logs())
                .containsExactly(
                        new Logs("_Default", "k8s_container", 20 * DAY), new Logs("truename-audit", "global", DAY));
    }

    @Test
    void cache_hasItsPeak_andEvictionsOfTheTime() {
        String name = "projects/p/locations/l/instances/ids";
        gauge("redis.googleapis.com/stats/memory/maxmemory", "instance_id", name, minute -> 4096.0);
        gauge(
                "redis.googleapis.com/stats/memory/usage_ratio",
                "instance_id",
                name,
                minute -> minute == 90 ? 0.5 : minute >= DAY ? 0.9 : 0.1);
        count("redis.googleapis.com/stats/evicted_keys", Map.of(), Map.of("instance_id", name), 2);
        assertThat(read().caches()).containsExactly(new Cache("ids", 4096, 0.5, 2 * DAY));
    }

    @Test
    void servers_areTold_whereOneIsAReplica_withoutTheWorkOfCloudSqlItself() {
        String cloudSql = "cloudsql.googleapis.com/database/";
        gauge(cloudSql + "cpu/reserved_cores", "database_id", "p:main", minute -> 4.0);
        gauge(cloudSql + "cpu/utilization", "database_id", "p:main", minute -> minute == 5 ? 0.7 : 0.2);
        assertThat(read().servers()).isEmpty();
        gauge(cloudSql + "cpu/reserved_cores", "database_id", "p:reads", minute -> 2.0);
        gauge(cloudSql + "cpu/utilization", "database_id", "p:reads", minute -> 0.1);
        gauge(cloudSql + "replication/replica_lag", "database_id", "p:reads", minute -> 0.0);
        gauge(cloudSql + "available_for_failover", "database_id", "p:main", minute -> 1.0);
        String transactions = cloudSql + "postgresql/transaction_count";
        count(transactions, Map.of("database", "cloudsqladmin"), Map.of("database_id", "p:reads"), 9);
        count(transactions, Map.of("database", "app"), Map.of("database_id", "p:main"), 3);
        assertThat(read().servers())
                .containsExactly(
                        new Server("main", false, 4, 0.7, 3 * DAY, true), new Server("reads", true, 2, 0.1, 0, false));
    }

    @Test
    void topic_hasRequests_messagesAndBytes() {
        Map<String, String> topic = Map.of("topic_id", "document-events");
        count("pubsub.googleapis.com/topic/send_request_count", Map.of(), topic, 1);
        keep(
                MetricKind.DELTA,
                ValueType.DISTRIBUTION,
                "pubsub.googleapis.com/topic/message_sizes",
                Map.of(),
                topic,
                minute -> Histogram.of(Buckets.explicit(100, 1000), 200, 300));
        assertThat(read().topics()).containsExactly(new Topic("document-events", DAY, 2 * DAY, 500.0 * DAY));
    }

    @Test
    void nothingMeasured_isEmpty() {
        assertThat(read().logs()).isEmpty();
        assertThat(read().caches()).isEmpty();
        assertThat(read().servers()).isEmpty();
        assertThat(read().topics()).isEmpty();
    }
}
