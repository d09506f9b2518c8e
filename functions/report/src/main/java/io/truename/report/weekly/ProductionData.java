// SPDX-License-Identifier: Apache-2.0
package io.truename.report.weekly;

import io.truename.alerting.series.Histogram;
import io.truename.catalog.Catalog;
import io.truename.history.CacheHistory;
import io.truename.history.DatabaseHistory;
import io.truename.history.RequestHistory;
import io.truename.history.RequestHistory.Served;
import io.truename.monitoring.BoundedAggregates;
import io.truename.monitoring.CloudMonitoringReader;
import io.truename.monitoring.MetricAggregates;
import io.truename.postgres.Database;
import io.truename.postgres.reporting.QualityReader;
import io.truename.postgres.reporting.QualityReader.Adoption;
import io.truename.postgres.reporting.QualityReader.Quality;
import io.truename.report.money.RequestCounts;
import io.truename.reviewing.reliability.ReportWindow;
import io.truename.reviewing.reliability.ReportWindow.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Data of the production in a time: requests, caches and the database from metrics, quality, adoption and incidents from our own tables.
 * Cloud Monitoring adds up what it can, so that a quarter takes as many readings as a week.
 */
public final class ProductionData {
    private static final Duration LEAD = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Cloud Monitoring keeps points of a minute for six weeks, and of ten minutes beyond. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    /** No reading of a report begins later: with the last one it is less than the function's time-out of two minutes. */
    private static final Duration LONGEST = Duration.ofSeconds(105).minus(CloudMonitoringReader.LONGEST_FOR_ALL);

    private final Database database;
    private final QualityReader reader = new QualityReader();
    private final Supplier<? extends MetricAggregates> metrics;
    private final Supplier<Catalog> catalog;
    private final LongSupplier nanos;

    /**
     * Data of a database and of metrics.
     *
     * @param metrics throws {@link io.truename.edge.corpus.NotSetUpException} without a project
     * @param nanos as {@link System#nanoTime()}
     */
    public ProductionData(
            Database database,
            Supplier<? extends MetricAggregates> metrics,
            Supplier<Catalog> catalog,
            LongSupplier nanos) {
        this.database = database;
        this.metrics = metrics;
        this.catalog = catalog;
        this.nanos = nanos;
    }

    /**
     * Data of a window.
     *
     * @param until end of the data: that of the window, or of the last whole hour of one that has not ended
     * @param served by function
     * @param latencies of the function whose availability is promised
     * @param cache answers to look-ups by tier: memory, store and database; empty if nobody counted
     * @param database use of the database
     * @param notifications of incidents that began in the window, or in a day before and may last into it
     */
    record Window(
            ReportWindow window,
            Instant until,
            Map<String, Served> served,
            Optional<Histogram> latencies,
            Quality quality,
            Adoption adoption,
            Map<String, Long> cache,
            DatabaseHistory.Use database,
            List<String> notifications) {
        Optional<Served> of(String function) {
            return Optional.ofNullable(served.get(function));
        }
    }

    /** Readings of one report, which end together in bounded time. */
    final class Reading {
        private final RequestHistory requests;
        private final CacheHistory cache;
        private final DatabaseHistory use;
        private final Instant now;

        private Reading(MetricAggregates bounded, Instant now) {
            this.requests = new RequestHistory(bounded);
            this.cache = new CacheHistory(catalog.get(), bounded);
            this.use = new DatabaseHistory(catalog.get(), bounded);
            this.now = now;
        }

        /** Reads a window, as far as it has passed, in the finest steps that are kept of a time as long. */
        Window current(ReportWindow window, String promised) {
            Instant until = until(window);
            Duration step = window.span() == Span.QUARTER ? KEPT : MINUTE;
            Map<String, Served> served = new TreeMap<>(requests.read(window.from(), until, HOUR));
            served.remove(promised);
            requests.find(promised, window.from(), until, step).ifPresent(found -> served.put(promised, found));
            return window(window, until, served, promised);
        }

        /** Reads the window before another, in hours. */
        Window before(ReportWindow window, String promised) {
            return window(window, window.until(), requests.read(window.from(), window.until(), HOUR), promised);
        }

        /** Reads the week before a window, which says how many requests a minute usually has; in the steps of the window. */
        Optional<Served> usual(Window window, String promised) {
            Instant from = window.window().from();
            return window.of(promised).flatMap(found -> requests.find(promised, from.minus(WEEK), from, found.step()));
        }

        /** Reads how many requests each function had. */
        Map<String, RequestCounts.Counted> counts(Instant from, Instant until) {
            return RequestCounts.of(requests, from, until);
        }

        private Instant until(ReportWindow window) {
            if (!window.until().isAfter(now)) {
                return window.until();
            }
            Duration passed = Duration.between(window.from(), now);
            return passed.isNegative()
                    ? window.from()
                    : window.from().plus(passed.compareTo(HOUR) < 0 ? passed : HOUR.multipliedBy(passed.toHours()));
        }

        private Window window(ReportWindow window, Instant until, Map<String, Served> served, String promised) {
            // Metrics take long to read: no connection waits for them.
            Optional<Histogram> latencies = requests.latencies(promised, window.from(), until);
            Map<String, Long> tiers = cache.read(window.from(), until);
            DatabaseHistory.Use used = use.read(window.from(), until);
            return database.with(session -> new Window(
                    window,
                    until,
                    served,
                    latencies,
                    reader.quality(session, window.from(), until),
                    reader.adoption(session, window.from(), until),
                    tiers,
                    used,
                    reader.notifications(session, window.from().minus(LEAD), until)));
        }
    }

    /** Begins the readings of a report. */
    Reading begin(Instant now) {
        return new Reading(new BoundedAggregates(metrics.get(), LONGEST, nanos), now);
    }

    /** Number of requests to a function between two times, as far as is known now. */
    long requests(Instant from, Instant until, String function) {
        return new RequestHistory(metrics.get())
                .find(function, from, until, HOUR)
                .map(Served::total)
                .orElse(0L);
    }
}
