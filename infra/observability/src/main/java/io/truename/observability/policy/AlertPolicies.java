// SPDX-License-Identifier: Apache-2.0
package io.truename.observability.policy;

import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.AlertPolicy.AlertStrategy;
import com.google.monitoring.v3.AlertPolicy.Condition;
import com.google.monitoring.v3.AlertPolicy.ConditionCombinerType;
import com.google.monitoring.v3.AlertPolicy.Severity;
import io.truename.catalog.AlertSpec;
import io.truename.catalog.AlertSpec.Priority;
import io.truename.catalog.Catalog;
import io.truename.catalog.SloSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Alert policies of the catalog: those of {@code alerts.tf} and {@code slos.tf}, without notification channels. The last part of a
 * policy's name is that of its alert, or of its objective with the tier or {@code budget}; that of a condition's name is its key.
 */
public final class AlertPolicies {
    private static final Duration AUTO_CLOSE = Duration.ofDays(1);

    private final Catalog catalog;
    private final String project;
    private final Function<String, String> runbooks;
    private final List<AlertPolicy> policies = new ArrayList<>();

    private AlertPolicies(Catalog catalog, String project, Function<String, String> runbooks) {
        this.catalog = catalog;
        this.project = project;
        this.runbooks = runbooks;
    }

    /**
     * Returns the policies: of alerts, of burn rates, of spent budgets, each in the order of the catalog.
     *
     * @param runbooks gives the text of the runbook of an alert or objective; the empty text if there is none
     */
    public static List<AlertPolicy> of(Catalog catalog, String project, Function<String, String> runbooks) {
        AlertPolicies made = new AlertPolicies(catalog, project, runbooks);
        catalog.alerts().values().forEach(made::addAlert);
        catalog.slos().values().forEach(slo -> slo.tiers().forEach((tier, rate) -> made.addBurnRate(slo, tier, rate)));
        catalog.slos().values().forEach(made::addSpentBudget);
        return List.copyOf(made.policies);
    }

    private void addAlert(AlertSpec alert) {
        Map<String, Condition> conditions = new TreeMap<>();
        alert.conditions().forEach((key, condition) -> conditions.put(key, AlertConditions.of(alert, key, condition)));
        add(
                alert.name(),
                alert.title(),
                alert.priority(),
                alert.name(),
                ConditionCombinerType.OR,
                conditions,
                Map.of("alert", alert.name()));
    }

    /** Both windows must burn, and a policy combines all its conditions in one way: one policy for each tier. */
    private void addBurnRate(SloSpec slo, String tier, SloSpec.BurnRate rate) {
        String objective = Objectives.name(project, slo.name());
        Map<String, Condition> conditions = new LinkedHashMap<>();
        conditions.put("long", AlertConditions.ofBurnRate(objective, "long", rate.longWindow(), rate.factor()));
        conditions.put("short", AlertConditions.ofBurnRate(objective, "short", rate.shortWindow(), rate.factor()));
        add(
                slo.name() + "-" + tier,
                slo.name() + " burns its error budget (" + tier + ")",
                rate.priority(),
                slo.name(),
                ConditionCombinerType.AND,
                conditions,
                Map.of("slo", slo.name(), "tier", tier));
    }

    private void addSpentBudget(SloSpec slo) {
        add(
                slo.name() + "-budget",
                slo.name() + " has spent its error budget",
                Priority.P2,
                slo.name(),
                ConditionCombinerType.OR,
                Map.of("budget", AlertConditions.ofBudget(Objectives.name(project, slo.name()))),
                Map.of("slo", slo.name()));
    }

    private void add(
            String id,
            String title,
            Priority priority,
            String runbook,
            ConditionCombinerType combiner,
            Map<String, Condition> conditions,
            Map<String, String> labels) {
        String name = "projects/" + project + "/alertPolicies/" + id;
        AlertPolicy.Builder policy = AlertPolicy.newBuilder()
                .setName(name)
                .setDisplayName(title)
                .setSeverity(severity(priority))
                .setCombiner(combiner)
                .setAlertStrategy(AlertStrategy.newBuilder().setAutoClose(Durations.of(AUTO_CLOSE)))
                .setDocumentation(Documents.of(priority + ": " + title, runbooks.apply(runbook)))
                .putAllUserLabels(labels)
                .putUserLabels("priority", priority.name().toLowerCase(Locale.ROOT));
        conditions.forEach((key, condition) -> policy.addConditions(
                condition.toBuilder().setName(name + "/conditions/" + key).build()));
        policies.add(policy.build());
    }

    private Severity severity(Priority priority) {
        AlertSpec.Routing routing = catalog.routing().get(priority);
        if (routing == null) {
            throw new IllegalArgumentException("The catalog has no severity " + priority);
        }
        return Severity.valueOf(routing.severity().name());
    }
}
