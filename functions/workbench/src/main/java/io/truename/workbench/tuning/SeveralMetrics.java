// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.tuning;

import io.truename.tuning.backtest.Detection;
import io.truename.tuning.backtest.DetectionCurve;
import io.truename.tuning.candidate.Candidate;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.Past;
import io.truename.tuning.inject.IncidentKind;
import io.truename.tuning.series.MetricSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Services of several metrics each, with a policy for each metric.
 *
 * @param policies by service and metric
 * @param later values that they are judged on, by service and metric
 * @param each incidents of a kind and size on a service
 */
record SeveralMetrics(List<List<FittedPolicy>> policies, List<List<MetricSeries>> later, long seed, int each) {
    /** Kinds that one cause shows in several metrics; the first is one that policies are chosen by. */
    static final List<IncidentKind> KINDS =
            List.of(IncidentKind.STEP, IncidentKind.RAMP, IncidentKind.INTERMITTENT, IncidentKind.ERROR_BURST);

    static SeveralMetrics of(
            Candidate candidate, List<List<MetricSeries>> past, List<List<MetricSeries>> later, long seed, int each) {
        List<List<FittedPolicy>> policies = past.stream()
                .map(metrics -> metrics.stream()
                        .map(metric -> candidate.fit(new Past(metric)))
                        .toList())
                .toList();
        return new SeveralMetrics(policies, later, seed, each);
    }

    DetectionCurve byAny(IncidentKind kind) {
        return curve(kind, policies.get(0).size());
    }

    DetectionCurve byFirst(IncidentKind kind) {
        return curve(kind, 1);
    }

    private DetectionCurve curve(IncidentKind kind, int metrics) {
        SortedMap<Double, Detection> bySize = new TreeMap<>();
        for (double size : TuneEvidence.SIZES) {
            List<Detection> found = new ArrayList<>();
            for (int service = 0; service < policies.size(); service++) {
                found.add(Detection.ofSeveral(
                        policies.get(service).subList(0, metrics),
                        later.get(service).subList(0, metrics),
                        kind,
                        size,
                        each,
                        seed + kind.name().hashCode()));
            }
            bySize.put(size, found.stream().reduce(Detection.none(), Detection::plus));
        }
        return new DetectionCurve(bySize);
    }
}
