// SPDX-License-Identifier: Apache-2.0
package io.truename.observability.policy;

import com.google.monitoring.v3.DistributionCut;
import com.google.monitoring.v3.Range;
import com.google.monitoring.v3.RequestBasedSli;
import com.google.monitoring.v3.ServiceLevelIndicator;
import com.google.monitoring.v3.ServiceLevelObjective;
import com.google.monitoring.v3.TimeSeriesRatio;
import com.google.monitoring.v3.WindowsBasedSli;
import com.google.monitoring.v3.WindowsBasedSli.MetricRange;
import io.truename.catalog.Catalog;
import io.truename.catalog.SloSpec;
import io.truename.catalog.SloSpec.Indicator;
import java.util.List;

/** Service level objectives of the catalog: those of {@code slos.tf}. */
public final class Objectives {
    private Objectives() {}

    /** Returns the objectives in the order of the catalog. */
    public static List<ServiceLevelObjective> of(Catalog catalog, String project) {
        return catalog.slos().values().stream()
                .map(slo -> ServiceLevelObjective.newBuilder()
                        .setName(name(project, slo.name()))
                        .setDisplayName(slo.description())
                        .setGoal(slo.goal())
                        .setRollingPeriod(Durations.of(slo.rolling()))
                        .setServiceLevelIndicator(indicator(slo))
                        .build())
                .toList();
    }

    /** Returns an objective's name in the API. */
    static String name(String project, String slo) {
        return "projects/" + project + "/services/truename/serviceLevelObjectives/" + slo;
    }

    private static ServiceLevelIndicator indicator(SloSpec slo) {
        ServiceLevelIndicator.Builder made = ServiceLevelIndicator.newBuilder();
        Indicator indicator = slo.indicator();
        if (indicator instanceof Indicator.Requests requests) {
            return made.setRequestBased(RequestBasedSli.newBuilder()
                            .setGoodTotalRatio(TimeSeriesRatio.newBuilder()
                                    .setBadServiceFilter(requests.bad().filter())
                                    .setTotalServiceFilter(requests.total().filter())))
                    .build();
        }
        if (indicator instanceof Indicator.Latency latency) {
            return made.setRequestBased(RequestBasedSli.newBuilder()
                            .setDistributionCut(DistributionCut.newBuilder()
                                    .setDistributionFilter(latency.series().filter())
                                    .setRange(Range.newBuilder().setMax(latency.below()))))
                    .build();
        }
        Indicator.Windows windows = (Indicator.Windows) indicator;
        return made.setWindowsBased(WindowsBasedSli.newBuilder()
                        .setWindowPeriod(Durations.of(windows.window()))
                        .setMetricMeanInRange(MetricRange.newBuilder()
                                .setTimeSeries(windows.series().filter())
                                // The provider sends infinity where Terraform names no upper bound.
                                .setRange(Range.newBuilder()
                                        .setMin(windows.from())
                                        .setMax(Double.POSITIVE_INFINITY))))
                .build();
    }
}
