// SPDX-License-Identifier: Apache-2.0
package io.truename.report.money;

import io.truename.costing.cost.CostClass;
import io.truename.costing.cost.CostRow;
import io.truename.costing.optimisation.EvidenceWindow;
import io.truename.costing.optimisation.InstanceRules;
import io.truename.costing.optimisation.InstanceRules.Commitment;
import io.truename.costing.optimisation.InstanceRules.MinimumInstances;
import io.truename.costing.optimisation.Optimisation;
import io.truename.costing.optimisation.OptimisationRanking;
import io.truename.costing.optimisation.ScopeCosts;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/** Optimisations that the facts of a cost report speak for. A rule without its facts is silent. */
final class CostOptimisations {
    private static final BigDecimal MONTH =
            BigDecimal.valueOf(Duration.ofDays(30).toSeconds());

    /** Years of a commitment. */
    private static final int YEARS = 1;

    /**
     * Discounts of a commitment for a year, by service [1] [2].
     *
     * <p>[1] https://cloud.google.com/run/cud, 17 %. [2] https://cloud.google.com/sql/cud, 25 %. Both of November 2026; the price list has
     * no discounts.
     */
    static final Map<String, BigDecimal> COMMITTABLE =
            Map.of("Cloud Run", new BigDecimal("0.17"), "Cloud SQL", new BigDecimal("0.25"));

    private CostOptimisations() {}

    static OptimisationRanking of(CostFacts facts) {
        EvidenceWindow window = new EvidenceWindow(facts.from(), facts.until());
        List<Optimisation> found = new ArrayList<>();
        facts.requests()
                .ifPresent(requests -> facts.minimumInstances().forEach((function, minimum) -> {
                    BigDecimal idle = idle(facts, function);
                    RequestCounts.Counted counted = requests.getOrDefault(function, new RequestCounts.Counted(0, 0));
                    if (idle.signum() > 0) {
                        InstanceRules.minimumInstances(
                                        new MinimumInstances(
                                                function,
                                                minimum,
                                                idle,
                                                BigDecimal.ZERO,
                                                counted.hoursWithTraffic(),
                                                OptionalDouble.empty()),
                                        window)
                                .ifPresent(found::add);
                    }
                }));
        // Instances that should not wait are no use to commit to.
        boolean idle = !found.isEmpty();
        facts.steady().stream()
                .filter(steady -> !idle || !steady.service().equals("Cloud Run"))
                .forEach(steady -> InstanceRules.commitment(
                                new Commitment(
                                        steady.service(),
                                        steady.floor().setScale(4, RoundingMode.DOWN),
                                        steady.mean().setScale(4, RoundingMode.HALF_UP),
                                        Objects.requireNonNull(COMMITTABLE.get(steady.service())),
                                        YEARS),
                                window)
                        .ifPresent(found::add));
        found.addAll(UseOptimisations.of(facts));
        return OptimisationRanking.of(found);
    }

    /** Of a month of 30 days. */
    private static BigDecimal idle(CostFacts facts, String function) {
        BigDecimal idle = facts.rows().stream()
                .filter(row -> CostClass.of(row) == CostClass.IDLE)
                .filter(row -> function.equals(row.labels().get(ScopeCosts.FUNCTION)))
                .map(CostRow::net)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal seconds =
                BigDecimal.valueOf(Duration.between(facts.from(), facts.until()).toSeconds());
        return idle.multiply(MONTH).divide(seconds, MathContext.DECIMAL64);
    }
}
