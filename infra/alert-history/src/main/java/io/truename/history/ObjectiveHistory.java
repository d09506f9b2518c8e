// SPDX-License-Identifier: Apache-2.0
package io.truename.history;

import com.google.monitoring.v3.ServiceLevelObjective;
import com.google.monitoring.v3.TimeSeries;
import io.truename.alerting.query.QueryEngine;
import io.truename.alerting.slo.Objective;
import io.truename.alerting.slo.Tally;
import io.truename.catalog.Catalog;
import io.truename.catalog.SeriesSpec;
import io.truename.catalog.SloSpec;
import io.truename.monitoring.MetricArchive;
import io.truename.observability.policy.Objectives;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * Past of the catalog's objectives, computed as the local cloud does. Points of some days are in memory at a time, for a month of a
 * distribution's would not fit. Thread-safe.
 */
public final class ObjectiveHistory {
    /** A multiple of every window, for these divide a day. */
    private static final Duration PART = Duration.ofDays(3);

    /** Changes of a counter begin at the point before. */
    private static final Duration LOOK_BACK = Duration.ofMinutes(10);

    private final Catalog catalog;
    private final String project;
    private final MetricArchive archive;

    public ObjectiveHistory(Catalog catalog, String project, MetricArchive archive) {
        this.catalog = catalog;
        this.project = project;
        this.archive = archive;
    }

    /**
     * Returns the part of an objective's error budget that is left of its rolling period, negative if it is overspent.
     *
     * @param until end of the period; a window that has not ended then does not count
     * @return empty if nothing was counted in the whole period
     * @throws io.truename.monitoring.MetricReadException if the points cannot be read; the message says what helps
     */
    public OptionalDouble budgetLeft(SloSpec slo, Instant until) {
        ServiceLevelObjective stated = Objectives.of(catalog, project).stream()
                .filter(objective -> objective.getName().endsWith("/" + slo.name()))
                .findFirst()
                .orElseThrow();
        long window = window(slo.indicator()).toMillis();
        long end = Math.floorDiv(until.toEpochMilli(), window) * window;
        long start = end - slo.rolling().toMillis();
        Tally all = Tally.NONE;
        for (long from = start; from < end; from += PART.toMillis()) {
            long to = Math.min(end, from + PART.toMillis());
            all = all.plus(objective(stated, slo, from, to).tally(to, to - from));
        }
        OptionalDouble spent = new Objective(stated, engine(List.of())).burnRate(all);
        return spent.isEmpty() ? spent : OptionalDouble.of(1 - spent.getAsDouble());
    }

    private Objective objective(ServiceLevelObjective stated, SloSpec slo, long from, long to) {
        List<TimeSeries> parts = new ArrayList<>();
        Instant first = Instant.ofEpochMilli(from).minus(LOOK_BACK);
        for (String type : types(slo.indicator())) {
            parts.addAll(archive.readAll(type, first, Instant.ofEpochMilli(to)));
        }
        return new Objective(stated, engine(parts));
    }

    private static QueryEngine engine(List<TimeSeries> parts) {
        return new QueryEngine(new ArchivedSeries(parts));
    }

    private static Duration window(SloSpec.Indicator indicator) {
        return indicator instanceof SloSpec.Indicator.Windows windows ? windows.window() : Duration.ofMinutes(1);
    }

    private static Set<String> types(SloSpec.Indicator indicator) {
        if (indicator instanceof SloSpec.Indicator.Requests requests) {
            return new TreeSet<>(Set.copyOf(List.of(type(requests.bad()), type(requests.total()))));
        }
        return Set.of(
                indicator instanceof SloSpec.Indicator.Latency latency
                        ? type(latency.series())
                        : type(((SloSpec.Indicator.Windows) indicator).series()));
    }

    private static String type(SeriesSpec series) {
        return series.metric().type();
    }
}
