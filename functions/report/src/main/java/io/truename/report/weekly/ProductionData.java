// SPDX-License-Identifier: Apache-2.0
package io.truename.report.weekly;

import io.truename.catalog.Catalog;
import io.truename.history.RequestHistory;
import io.truename.history.RequestHistory.Served;
import io.truename.monitoring.MetricReader;
import io.truename.postgres.Database;
import io.truename.postgres.reporting.QualityReader;
import io.truename.postgres.reporting.QualityReader.Adoption;
import io.truename.postgres.reporting.QualityReader.Quality;
import io.truename.reviewing.reliability.ReportWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Data of the production in a time: requests and caches from metrics, quality, adoption and incidents from our own tables. */
public final class ProductionData {
    private static final List<String> TIERS = List.of("known/memory", "known/store", "known/database");

    private static final Duration LEAD = Duration.ofDays(1);

    private final Database database;
    private final QualityReader reader = new QualityReader();
    private final Supplier<RequestHistory> requests;
    private final Supplier<MetricReader> metrics;
    private final Supplier<Catalog> catalog;

    /** {@code requests} and {@code metrics} throw {@link io.truename.edge.corpus.NotSetUpException} without a project. */
    public ProductionData(
            Database database,
            Supplier<RequestHistory> requests,
            Supplier<MetricReader> metrics,
            Supplier<Catalog> catalog) {
        this.database = database;
        this.requests = requests;
        this.metrics = metrics;
        this.catalog = catalog;
    }

    /**
     * Data of a window.
     *
     * @param served by function
     * @param cache answers to look-ups by tier: memory, store and database; empty if there were none
     * @param notifications of incidents that began in the window, or in a day before and may last into it
     */
    record Window(
            ReportWindow window,
            Map<String, Served> served,
            Quality quality,
            Adoption adoption,
            Map<String, Long> cache,
            List<String> notifications) {
        Optional<Served> of(String function) {
            return Optional.ofNullable(served.get(function));
        }
    }

    /** Reads a window, as far as it has passed. */
    Window read(ReportWindow window, Instant now) {
        Instant until = window.until().isAfter(now) ? now : window.until();
        // Metrics take long to read: no connection waits for them.
        Map<String, Served> served = requests.get().read(window.from(), until);
        Map<String, Long> cache = cache(window.from(), until);
        return database.with(session -> new Window(
                window,
                served,
                reader.quality(session, window.from(), until),
                reader.adoption(session, window.from(), until),
                cache,
                reader.notifications(session, window.from().minus(LEAD), until)));
    }

    /** Number of requests to a function between two times, as far as is known now. */
    long requests(Instant from, Instant until, String function) {
        return Optional.ofNullable(requests.get().read(from, until).get(function))
                .map(Served::total)
                .orElse(0L);
    }

    private Map<String, Long> cache(Instant from, Instant until) {
        Map<String, Long> tiers = new LinkedHashMap<>();
        for (String tier : TIERS) {
            Optional.ofNullable(catalog.get().metrics().get(tier))
                    .ifPresent(metric -> tiers.put(
                            tier.substring(tier.indexOf('/') + 1),
                            Math.round(metrics.get().read(metric.type(), from, until).stream()
                                    .mapToDouble(series -> series.sum())
                                    .sum())));
        }
        return tiers;
    }
}
