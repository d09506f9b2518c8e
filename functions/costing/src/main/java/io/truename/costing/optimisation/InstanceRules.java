// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.optimisation;

import io.truename.costing.optimisation.Optimisation.Risk;
import io.truename.costing.optimisation.Optimisation.TerraformChange;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Rules about instances that are paid while they wait: minimum instances, replicas, committed use. Costs are of a month. */
public final class InstanceRules {
    private static final BigDecimal COVERED = new BigDecimal("0.9");
    private static final double BUSY = 0.5;

    private InstanceRules() {}

    /**
     * Minimum instances of a function.
     *
     * @param minimum instances that are kept now
     * @param idleCost paid for them
     * @param coveredByCommitment share of that cost under a commitment, which is paid anyway
     * @param hoursWithTraffic share of hours with a request
     * @param coldStartMillis added to a request that meets no instance; empty if nobody measured it
     */
    public record MinimumInstances(
            String function,
            int minimum,
            BigDecimal idleCost,
            BigDecimal coveredByCommitment,
            double hoursWithTraffic,
            OptionalDouble coldStartMillis) {}

    /** To zero, if fewer than half of the hours have traffic and a commitment does not pay for them anyway. */
    public static Optional<Optimisation> minimumInstances(MinimumInstances facts, EvidenceWindow window) {
        if (!window.longEnough()
                || facts.minimum() == 0
                || facts.hoursWithTraffic() >= BUSY
                || facts.coveredByCommitment().compareTo(COVERED) >= 0) {
            return Optional.empty();
        }
        BigDecimal saved = facts.idleCost().multiply(BigDecimal.ONE.subtract(facts.coveredByCommitment()));
        // Instances that requests start anew cost a part of it.
        BigDecimal low = saved.multiply(BigDecimal.valueOf(1 - facts.hoursWithTraffic()));
        return Optional.of(new Optimisation(
                "min-instances/" + facts.function(),
                "Keep no instance of " + facts.function() + " waiting",
                window.from(),
                window.until(),
                Math.round(facts.hoursWithTraffic() * 100) + " % of hours had traffic, and " + facts.minimum()
                        + " instances waited in all of them",
                low,
                saved,
                Risk.LOW,
                facts.coldStartMillis().isPresent()
                        ? "The first request after a pause takes about "
                                + Math.round(facts.coldStartMillis().getAsDouble()) + " ms longer."
                        : "The first request after a pause waits until an instance has started.",
                new TerraformChange(
                        "var.functions[\"" + facts.function() + "\"]", "min", String.valueOf(facts.minimum()), "0"),
                Set.of("idle/" + facts.function())));
    }

    /**
     * A read replica.
     *
     * @param primary server that it follows; of its replicas only one can be saved, since the primary must carry the load of each
     * @param low cost of the replica at least: the bill does not name servers
     * @param high at most
     * @param transactions of users that it answered
     * @param primaryPeak highest share of the primary's processors in use
     * @param replicaPeak highest use of the replica's processors, as a share of the primary's
     * @param failover whether it is the only instance to take over
     */
    public record Replica(
            String name,
            String primary,
            BigDecimal low,
            BigDecimal high,
            long transactions,
            double primaryPeak,
            double replicaPeak,
            boolean failover) {}

    /** Away with a replica, if the primary can carry its load below 60 % of its processors. */
    public static Optional<Optimisation> replica(Replica facts, EvidenceWindow window) {
        if (!window.longEnough()
                || facts.failover()
                || facts.high().signum() <= 0
                || facts.primaryPeak() + facts.replicaPeak() >= 0.6) {
            return Optional.empty();
        }
        boolean unused = facts.transactions() == 0;
        return Optional.of(new Optimisation(
                "replica/" + facts.name(),
                "Remove the replica " + facts.name(),
                window.from(),
                window.until(),
                unused
                        ? "it answered no query"
                        : "primary and replica together used at most "
                                + Math.round((facts.primaryPeak() + facts.replicaPeak()) * 100)
                                + " % of the primary's processors",
                facts.low(),
                facts.high(),
                unused ? Risk.LOW : Risk.HIGH,
                unused ? "Nothing reads from it." : "Reads move to the primary; an outage of it then stops them, too.",
                TerraformChange.outside(
                        "google_sql_database_instance." + facts.name(), "the resource", "present", "removed"),
                Set.of("database/" + facts.primary())));
    }

    /**
     * Committed use.
     *
     * @param hourlyFloor cost of the hour with the least use, at list price
     * @param hourlyMean mean cost of an hour, at list price
     * @param discount such as 0.17
     * @param years of the commitment
     */
    public record Commitment(
            String service, BigDecimal hourlyFloor, BigDecimal hourlyMean, BigDecimal discount, int years) {}

    /** Commits to the use of every hour: such a commitment cannot be used less unless the load falls. */
    public static Optional<Optimisation> commitment(Commitment facts, EvidenceWindow window) {
        if (!window.longEnough() || facts.hourlyFloor().signum() <= 0) {
            return Optional.empty();
        }
        BigDecimal month = facts.hourlyFloor().multiply(BigDecimal.valueOf(730));
        BigDecimal saved = month.multiply(facts.discount());
        long breakEven = Math.round((1 - facts.discount().doubleValue()) * 100);
        return Optional.of(new Optimisation(
                "commitment/" + facts.service(),
                "Commit to the use of " + facts.service() + " that never stops, for " + facts.years() + " years",
                window.from(),
                window.until(),
                "no hour cost less than " + facts.hourlyFloor().toPlainString() + ", the mean was "
                        + facts.hourlyMean().toPlainString(),
                BigDecimal.ZERO,
                saved,
                Risk.LOW,
                "No risk to the service. It costs money if less than " + breakEven
                        + " % of it is used, and cannot be taken back for " + facts.years() + " years.",
                TerraformChange.outside(
                        "commitment of " + facts.service() + " in Cloud Billing",
                        "hourly amount",
                        "0",
                        facts.hourlyFloor().toPlainString()),
                Set.of("usage/" + facts.service())));
    }
}
