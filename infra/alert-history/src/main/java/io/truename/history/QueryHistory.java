// SPDX-License-Identifier: Apache-2.0
package io.truename.history;

import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeSeries;
import io.truename.alerting.policy.QueryEvaluator;
import io.truename.alerting.promql.PromqlEngine;
import io.truename.catalog.Catalog;
import io.truename.monitoring.MetricArchive;
import io.truename.tuning.incident.ComponentChange;
import io.truename.tuning.regression.Change;
import io.truename.tuning.series.MetricSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Past of queries that no alert compares, and of deployments. A week of points is in memory at a time, for distributions of a minute
 * over six weeks would not fit. Thread-safe.
 */
public final class QueryHistory {
    /** Series of one query that are kept: those with the most values. */
    public static final int MOST_SERIES = 20;

    /** A revision that served nothing for so long looks new. */
    public static final Duration FIRST = Duration.ofHours(1);

    private static final Duration PART = Duration.ofDays(7);
    /** The longest range of a query in the catalog is an hour; a selector looks back five minutes. */
    private static final Duration LOOK_BACK = Duration.ofHours(2);

    private static final String INSTANCES = "run.googleapis.com/container/instance_count";
    private final Catalog catalog;
    private final MetricArchive archive;

    public QueryHistory(Catalog catalog, MetricArchive archive) {
        this.catalog = catalog;
        this.archive = archive;
    }

    /** A series of the answer. */
    public record Answered(Map<String, String> labels, MetricSeries values) {
        public Answered {
            labels = Map.copyOf(labels);
        }
    }

    /**
     * Evaluates a query at each period.
     *
     * @param from the first evaluation is at the first multiple of the period that is not before it
     * @return at most {@link #MOST_SERIES}, by labels; none if there was no value
     * @throws io.truename.monitoring.MetricReadException if the points cannot be read; the message says what helps
     */
    public List<Answered> values(String query, Duration period, Instant from, Instant until) {
        long step = period.toMillis();
        long start = -Math.floorDiv(-from.toEpochMilli(), step) * step;
        int size = (int) Math.max(0, (until.toEpochMilli() - start) / step + 1);
        int slots = (int) (PART.toMillis() / step);
        Map<Map<String, String>, double[]> found = new LinkedHashMap<>();
        for (int first = 0; first < size; first += slots) {
            int end = Math.min(size, first + slots);
            PromqlEngine engine = new PromqlEngine(source(query, start + first * step, start + (end - 1) * step));
            for (int slot = first; slot < end; slot++) {
                for (QueryEvaluator.Value value : engine.evaluate(query, start + slot * step)) {
                    if (Double.isFinite(value.value())) {
                        found.computeIfAbsent(value.labels(), labels -> empty(size))[slot] = value.value();
                    }
                }
            }
        }
        return found.entrySet().stream()
                .map(entry -> new Answered(entry.getKey(), MetricSeries.of(start, step, entry.getValue())))
                .sorted(Comparator.<Answered>comparingInt(
                                answered -> -answered.values().present().length)
                        .thenComparing(QueryHistory::label))
                .limit(MOST_SERIES)
                .sorted(Comparator.comparing(QueryHistory::label))
                .toList();
    }

    private static String label(Answered answered) {
        return new TreeMap<>(answered.labels()).toString();
    }

    private static double[] empty(int size) {
        double[] values = new double[size];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private ArchivedSeries source(String query, long first, long last) {
        List<TimeSeries> parts = new ArrayList<>();
        Instant from = Instant.ofEpochMilli(first).minus(LOOK_BACK);
        QueriedTypes.of(catalog, query)
                .forEach(type -> parts.addAll(archive.readAll(type, from, Instant.ofEpochMilli(last))));
        return new ArchivedSeries(parts);
    }

    /**
     * Deployments: the first points of revisions. One that had points within the first hour may have been there before, and is left out.
     *
     * @return in order of the revisions' names; the component is the service
     * @throws io.truename.monitoring.MetricReadException as {@link #values}
     */
    public List<ComponentChange> deployments(Instant from, Instant until) {
        Map<String, Long> firsts = new TreeMap<>();
        Map<String, String> services = new HashMap<>();
        for (TimeSeries part : archive.readAll(INSTANCES, from, until)) {
            String revision = part.getResource().getLabelsOrDefault("revision_name", "");
            services.put(revision, part.getResource().getLabelsOrDefault("service_name", ""));
            for (Point point : part.getPointsList()) {
                long time = point.getInterval().getEndTime().getSeconds() * 1000;
                firsts.merge(revision, time, Math::min);
            }
        }
        long known = from.plus(FIRST).toEpochMilli();
        return firsts.entrySet().stream()
                .filter(first -> !first.getKey().isEmpty() && first.getValue() > known)
                .map(first -> new ComponentChange(
                        new Change(Change.Kind.DEPLOY, first.getValue(), "revision " + first.getKey()),
                        services.getOrDefault(first.getKey(), "")))
                .toList();
    }
}
