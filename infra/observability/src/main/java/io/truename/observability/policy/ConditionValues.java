// SPDX-License-Identifier: Apache-2.0
package io.truename.observability.policy;

import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.AlertPolicy.Condition;
import com.google.monitoring.v3.ServiceLevelObjective;
import io.truename.alerting.policy.PolicyEvaluator;
import io.truename.alerting.policy.SeriesState;
import io.truename.alerting.promql.PromqlEngine;
import io.truename.alerting.series.SeriesSource;
import io.truename.catalog.AlertSpec;
import io.truename.catalog.Catalog;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Values that conditions compare, and their thresholds. The cloud's PromQL conditions give only series that violate; here the left side
 * of the comparison is read, so series that do not are there as well.
 */
public final class ConditionValues {
    private final Catalog catalog;
    private final SeriesSource source;
    private final List<ServiceLevelObjective> objectives;

    /**
     * Reads values from a source.
     *
     * @param objectives those that policies may select
     */
    public ConditionValues(Catalog catalog, SeriesSource source, List<ServiceLevelObjective> objectives) {
        this.catalog = catalog;
        this.source = source;
        this.objectives = objectives;
    }

    /** Returns a reader of a policy's values at times that rise. */
    public PolicyEvaluator reader(AlertPolicy policy) {
        AlertPolicy.Builder read = policy.toBuilder();
        for (Condition.Builder condition : read.getConditionsBuilderList()) {
            if (condition.hasConditionPrometheusQueryLanguage()) {
                condition
                        .getConditionPrometheusQueryLanguageBuilder()
                        .setQuery(query(policy, condition.getName()).query());
            }
        }
        return new PolicyEvaluator(read.build(), source, new PromqlEngine(source), objectives);
    }

    /** Returns the series of each condition at a time; those without a value at that time are left out. */
    public List<List<SeriesState>> at(AlertPolicy policy, long time) {
        return reader(policy).evaluate(time).series();
    }

    /** Returns a condition's threshold at a time: the tuned one if there is any; empty if it compares with none. */
    public OptionalDouble threshold(AlertPolicy policy, Condition condition, long time) {
        if (condition.hasConditionThreshold()) {
            return OptionalDouble.of(condition.getConditionThreshold().getThresholdValue());
        }
        if (condition.hasConditionAbsent()) {
            return OptionalDouble.empty();
        }
        AlertSpec.Bound bound = query(policy, condition.getName()).bound();
        if (!bound.tuned()) {
            return OptionalDouble.of(bound.value());
        }
        return OptionalDouble.of(new PromqlEngine(source)
                .evaluate(TunedThreshold.published(alert(policy)), time).stream()
                        .mapToDouble(value -> value.value())
                        .findFirst()
                        .orElse(bound.value()));
    }

    /** Returns the unit of a condition's values; empty if the catalog names none, as for burn rates. */
    public String unit(AlertPolicy policy, Condition condition) {
        AlertSpec alert = catalog.alerts().get(lastPart(policy.getName()));
        if (alert == null) {
            return "";
        }
        AlertSpec.Condition spec = alert.conditions().get(lastPart(condition.getName()));
        if (spec instanceof AlertSpec.Condition.Threshold threshold) {
            return threshold.bound().unit();
        }
        return spec instanceof AlertSpec.Condition.Query query ? query.bound().unit() : "";
    }

    private AlertSpec.Condition.Query query(AlertPolicy policy, String condition) {
        if (alert(policy).conditions().get(lastPart(condition)) instanceof AlertSpec.Condition.Query query) {
            return query;
        }
        throw new IllegalArgumentException("The catalog has no query " + condition);
    }

    private AlertSpec alert(AlertPolicy policy) {
        AlertSpec alert = catalog.alerts().get(lastPart(policy.getName()));
        if (alert == null) {
            throw new IllegalArgumentException("The catalog has no alert " + policy.getName());
        }
        return alert;
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
