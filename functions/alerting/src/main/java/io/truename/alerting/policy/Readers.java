// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import com.google.monitoring.v3.Aggregation;
import com.google.monitoring.v3.AlertPolicy.Condition.MetricThreshold;
import com.google.monitoring.v3.ServiceLevelObjective;
import io.truename.alerting.query.QueryEngine;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.slo.Objective;
import java.util.List;
import java.util.Optional;

/** Chooses the reader of a condition. */
record Readers(QueryEngine engine, List<ServiceLevelObjective> objectives) {
    SeriesReader of(MetricThreshold condition) {
        SeriesReader reader = of(condition.getFilter(), condition.getAggregationsList());
        return condition.getDenominatorFilter().isEmpty()
                ? reader
                : new RatioReader(
                        reader, of(condition.getDenominatorFilter(), condition.getDenominatorAggregationsList()));
    }

    SeriesReader of(String filter, List<Aggregation> aggregations) {
        Optional<SloSelector> selector = SloSelector.parse(filter);
        return selector.isPresent()
                ? new SloReader(selector.get(), objective(selector.get()), aggregations)
                : new FilterReader(engine, filter, aggregations);
    }

    private Objective objective(SloSelector selector) {
        return objectives.stream()
                .filter(objective -> selector.selects(objective.getName()))
                .findFirst()
                .map(objective -> new Objective(objective, engine))
                .orElseThrow(() -> new MonitoringException(
                        MonitoringException.Reason.NOT_FOUND,
                        "There is no service level objective \"" + selector.objective() + "\"."));
    }
}
