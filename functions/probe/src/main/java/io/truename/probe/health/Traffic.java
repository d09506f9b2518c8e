// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.health;

import io.truename.monitoring.MetricAggregates;
import io.truename.monitoring.MetricAggregates.Question;
import io.truename.monitoring.MetricReadException;
import io.truename.monitoring.ReadSeries;
import io.truename.probing.health.HealthCheck;
import io.truename.probing.health.HealthChecks;
import io.truename.probing.score.PartFormulas;
import io.truename.probing.score.PartScore;
import io.truename.probing.score.ScorePart;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Traffic of functions and subscriptions as Google Cloud measures it. Cloud Monitoring adds up what is asked for, over all its series. Without
 * a project nothing of it is known.
 */
final class Traffic {
    private static final String NO_PROJECT = "GOOGLE_CLOUD_PROJECT is not set, or TRUENAME_MONITORING is off.";
    private static final String GENERATE = "generate";
    private static final String KEPT = "dead-letters";
    private static final Duration HOUR = Duration.ofHours(1);
    /** Google Cloud writes these metrics once a minute and shows them up to four minutes later. */
    private static final Duration RECENT = Duration.ofMinutes(10);

    private static final double PERCENTILE = 0.95;
    private static final String SUBSCRIPTION = "subscription_id";
    private static final String SERVICE = "resource.labels.service_name";

    private final Optional<? extends MetricAggregates> reader;
    private final Clock clock;

    Traffic(Optional<? extends MetricAggregates> reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    PartScore generation() {
        if (reader.isEmpty()) {
            return new PartScore.Unknown(ScorePart.GENERATION, NO_PROJECT);
        }
        try {
            List<ReadSeries> requests = ofGenerate(
                    "run.googleapis.com/request_count", List.of(SERVICE, "metric.labels.response_code_class"));
            double all = requests.stream().mapToDouble(ReadSeries::sum).sum();
            double failed = requests.stream()
                    .filter(series -> series.label("response_code_class").equals("5xx"))
                    .mapToDouble(ReadSeries::sum)
                    .sum();
            return PartFormulas.generation(
                    Math.round(all),
                    Math.round(failed),
                    ReadSeries.merged(ofGenerate("run.googleapis.com/request_latencies", List.of(SERVICE)))
                            .map(merged -> merged.percentile(PERCENTILE))
                            .orElse(java.util.OptionalDouble.empty()));
        } catch (MetricReadException unread) {
            return new PartScore.Unknown(ScorePart.GENERATION, String.valueOf(unread.getMessage()));
        }
    }

    /** A service may have the installation's prefix before the function's name. */
    private List<ReadSeries> ofGenerate(String type, List<String> by) {
        return sums(type, by).stream()
                .filter(series -> series.label("service_name").endsWith(GENERATE))
                .toList();
    }

    HealthCheck backlog() {
        return check("backlog", () -> {
            Map<String, Double> ages = bySubscription("pubsub.googleapis.com/subscription/oldest_unacked_message_age");
            Map<String, Double> messages =
                    bySubscription("pubsub.googleapis.com/subscription/num_undelivered_messages");
            if (ages.isEmpty() && messages.isEmpty()) {
                return HealthChecks.unknown("backlog", "Cloud Monitoring has no subscription of the last 10 minutes.");
            }
            return HealthChecks.backlog(ages.entrySet().stream()
                    .filter(age -> !age.getKey().contains(KEPT))
                    .map(age -> new HealthChecks.Backlog(
                            age.getKey(),
                            Math.round(messages.getOrDefault(age.getKey(), 0.0)),
                            Duration.ofSeconds(Math.round(age.getValue()))))
                    .toList());
        });
    }

    HealthCheck deadLetters() {
        return check("dead-letters", () -> {
            double lastHour = sums("pubsub.googleapis.com/subscription/dead_letter_message_count", List.of()).stream()
                    .mapToDouble(ReadSeries::sum)
                    .sum();
            double kept =
                    bySubscription("pubsub.googleapis.com/subscription/num_undelivered_messages").entrySet().stream()
                            .filter(backlog -> backlog.getKey().contains(KEPT))
                            .mapToDouble(Map.Entry::getValue)
                            .sum();
            return HealthChecks.deadLetters(Math.round(lastHour), Math.round(kept));
        });
    }

    private Map<String, Double> bySubscription(String type) {
        Instant now = clock.instant();
        return read(Question.newest(type, now.minus(RECENT), now, List.of("resource.labels." + SUBSCRIPTION))).stream()
                .collect(Collectors.toMap(series -> series.label(SUBSCRIPTION), ReadSeries::newest, Math::max));
    }

    private HealthCheck check(String name, java.util.function.Supplier<HealthCheck> check) {
        if (reader.isEmpty()) {
            return HealthChecks.unknown(name, NO_PROJECT);
        }
        try {
            return check.get();
        } catch (MetricReadException unread) {
            return HealthChecks.unknown(name, String.valueOf(unread.getMessage()));
        }
    }

    /** Changes of the last hour. */
    private List<ReadSeries> sums(String type, List<String> by) {
        Instant now = clock.instant();
        return read(Question.sum(type, now.minus(HOUR), now, by));
    }

    private List<ReadSeries> read(Question question) {
        return reader.map(metrics -> ReadSeries.read(metrics, question)).orElse(List.of());
    }
}
