// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.metrics;

import io.truename.catalog.Catalog;
import io.truename.history.ComparedCondition;
import io.truename.monitoring.Flushed;
import io.truename.monitoring.Metrics;
import io.truename.postgres.tuning.ThresholdStore;
import io.truename.tuning.series.HourOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * Publishes the thresholds of tuned alerts as points of {@code tune/threshold}: those in force for the hour, and the catalog's number
 * where there is none, so that a roll back counts at once. An alert of P1 compares with {@code critical}, others with {@code high}.
 */
public final class PublishedThresholds {
    private final Supplier<Catalog> catalog;
    private final Metrics series;

    /** {@code series} writes as one instance, always the same: the policy compares with the newest point of one time series. */
    public PublishedThresholds(Supplier<Catalog> catalog, Metrics series) {
        this.catalog = catalog;
        this.series = series;
    }

    /** Conditions whose thresholds are published. */
    public static List<ComparedCondition> tuned(Catalog catalog) {
        return catalog.alerts().values().stream()
                .flatMap(alert -> ComparedCondition.of(alert).stream())
                .filter(condition -> condition.bound().tuned())
                .toList();
    }

    /** Publishes the thresholds for a time. */
    public Flushed publish(List<ThresholdStore.Stored> inForce, Instant now) {
        for (ComparedCondition condition : tuned(catalog.get())) {
            String alert = condition.alert().name();
            List<ThresholdStore.Threshold> own = inForce.stream()
                    .map(ThresholdStore.Stored::threshold)
                    .filter(threshold -> threshold.alert().equals(alert)
                            && threshold.condition().equals(condition.name()))
                    .toList();
            String compared = condition.alert().tier();
            if (own.stream().noneMatch(threshold -> threshold.severity().equals(compared))) {
                series.set(TuneMetrics.THRESHOLD, condition.bound().value(), alert, compared);
            }
            own.forEach(
                    threshold -> series.set(TuneMetrics.THRESHOLD, at(threshold, now), alert, threshold.severity()));
        }
        return series.flush();
    }

    /** Threshold for a time. */
    public static double at(ThresholdStore.Threshold threshold, Instant time) {
        return threshold.hours().size() == 1
                ? threshold.hours().get(0)
                : threshold.hours().get(HourOfWeek.of(time.toEpochMilli()));
    }
}
