// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.optimisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.costing.optimisation.FollowUp.Verdict;
import io.truename.costing.optimisation.InstanceRules.MinimumInstances;
import io.truename.costing.optimisation.Optimisation.Risk;
import io.truename.costing.optimisation.Optimisation.TerraformChange;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OptimisationTest {
    private static final Instant UNTIL = Instant.parse("2026-11-23T00:00:00Z");
    private static final EvidenceWindow WINDOW = new EvidenceWindow(UNTIL.minus(Duration.ofDays(14)), UNTIL);
    private static final EvidenceWindow WEEK = new EvidenceWindow(UNTIL.minus(Duration.ofDays(7)), UNTIL);

    @Test
    void overlaps_areNotAddedUp() {
        Optimisation exclusion = optimisation("exclusion", "40", "60", Risk.LOW, "logs/a");
        Optimisation retention = optimisation("retention", "2", "2", Risk.NONE, "logs/a");
        Optimisation replica = optimisation("replica", "90", "90", Risk.HIGH, "database/r");
        OptimisationRanking ranking = OptimisationRanking.of(List.of(retention, replica, exclusion));

        assertThat(ranking.ranked()).containsExactly(exclusion, retention, replica);
        assertThat(ranking.overlapping()).containsExactly(retention);
        assertThat(ranking.low()).isEqualByComparingTo("130");
        assertThat(ranking.high()).isEqualByComparingTo("150");
    }

    @Property
    void ranking_ofAnyOrder_isTheSame(@ForAll Random random) {
        List<Optimisation> all = new ArrayList<>(List.of(
                optimisation("a", "1", "5", Risk.LOW, "x"),
                optimisation("b", "2", "4", Risk.LOW, "x"),
                optimisation("c", "3", "3", Risk.LOW, "y"),
                optimisation("d", "9", "9", Risk.HIGH, "y")));
        OptimisationRanking expected = OptimisationRanking.of(all);
        Collections.shuffle(all, random);

        assertThat(OptimisationRanking.of(all)).isEqualTo(expected);
    }

    @Test
    void minimumInstances_littleTraffic_toZero() {
        Optimisation found =
                InstanceRules.minimumInstances(facts(0.25, "0"), WINDOW).orElseThrow();

        assertThat(found.low()).isEqualByComparingTo("9.855");
        assertThat(found.high()).isEqualByComparingTo("13.14");
        assertThat(found.change().apply()).isEqualTo("var.functions[\"probe\"]: min = 0 (was 1)");
        assertThat(found.change().undo()).contains("min = 1", "terraform apply");
    }

    @Test
    void minimumInstances_trafficOrCommitmentOrShortEvidence_stay() {
        assertThat(InstanceRules.minimumInstances(facts(0.5, "0"), WINDOW)).isEmpty();
        assertThat(InstanceRules.minimumInstances(facts(0.2, "0.9"), WINDOW)).isEmpty();
        assertThat(InstanceRules.minimumInstances(facts(0.2, "0"), WEEK)).isEmpty();
    }

    @Test
    void replica_thatIsNeeded_stays() {
        assertThat(InstanceRules.replica(replica(0.3, 0.2, true), WINDOW)).isEmpty();
        assertThat(InstanceRules.replica(replica(0.5, 0.2, false), WINDOW)).isEmpty();
        assertThat(InstanceRules.replica(replica(0.3, 0.2, false), WINDOW)
                        .orElseThrow()
                        .risk())
                .isEqualTo(Risk.HIGH);
    }

    // 100 GiB a month cost 50 to take in, and 2 to keep from 30 to 90 days.
    @Test
    void logs_exclusionComesBeforeRetention() {
        Optimisation exclusion =
                VolumeRules.exclusion(logs("_Default", false), WINDOW).orElseThrow();
        Optimisation retention = VolumeRules.retention(new VolumeRules.Retention("audit", 90, number("2")), WINDOW)
                .orElseThrow();
        OptimisationRanking ranking = OptimisationRanking.of(List.of(retention, exclusion));

        assertThat(ranking.ranked()).containsExactly(exclusion, retention);
        assertThat(exclusion.change().apply())
                .endsWith("google_logging_project_exclusion.k8s_container: filter = resource.type=\"k8s_container\""
                        + " (was absent)");
        assertThat(retention.change().undo()).contains("retention_days = 90, then terraform apply");
        assertThat(ranking.high()).isEqualByComparingTo("57");
    }

    @Test
    void logs_thatSomethingReads_orThatCostNothing_stay() {
        assertThat(VolumeRules.exclusion(logs("truename-operations", true), WINDOW))
                .isEmpty();
        assertThat(VolumeRules.exclusion(logs("_Default", false), WEEK)).isEmpty();
        assertThat(VolumeRules.retention(new VolumeRules.Retention("audit", 30, number("2")), WINDOW))
                .isEmpty();
        assertThat(VolumeRules.retention(new VolumeRules.Retention("audit", 90, BigDecimal.ZERO), WINDOW))
                .isEmpty();
    }

    private static VolumeRules.Logs logs(String bucket, boolean needed) {
        return new VolumeRules.Logs(bucket, "k8s_container", number("100"), number("50"), number("55"), needed);
    }

    @Test
    void cache_thatEvicts_stays() {
        assertThat(VolumeRules.cache(new VolumeRules.Cache("ids", 8, number("36"), 0.3, 1), WINDOW))
                .isEmpty();
        Optimisation smaller = VolumeRules.cache(new VolumeRules.Cache("ids", 8, number("36"), 0.3, 0), WINDOW)
                .orElseThrow();
        assertThat(smaller.change().after()).isEqualTo("4");
        assertThat(smaller.low()).isEqualByComparingTo("144");
    }

    @Test
    void messages_belowTheSmallestBilled_areBatched() {
        Optimisation batch = VolumeRules.batch(
                        new VolumeRules.Publishing("events", 1L << 30, 250, 1, number("40")), WINDOW)
                .orElseThrow();
        assertThat(batch.change().after()).isEqualTo("4");
        assertThat(batch.high().doubleValue()).isEqualTo(40 * 750 / 1024.0);
        assertThat(VolumeRules.batch(new VolumeRules.Publishing("events", 100, 250, 4, number("40")), WINDOW))
                .isEmpty();
    }

    @Test
    void commitment_isOfTheFloor() {
        Optimisation found = InstanceRules.commitment(
                        new InstanceRules.Commitment("Cloud Run", number("0.10"), number("0.40"), number("0.17"), 1),
                        WINDOW)
                .orElseThrow();

        assertThat(found.high()).isEqualByComparingTo("12.41");
        assertThat(found.riskReason()).contains("83 %");
    }

    @Test
    void followUp_comparesWithTheRange() {
        Optimisation proposed = optimisation("a", "25", "35", Risk.LOW, "x");

        assertThat(followUp(proposed, 8, "2").verdict()).isEqualTo(Verdict.AS_FORETOLD);
        assertThat(followUp(proposed, 8, "2").actual().orElseThrow()).isEqualByComparingTo("30");
        assertThat(followUp(proposed, 8, "2.5").verdict()).isEqualTo(Verdict.LESS);
        assertThat(followUp(proposed, 8, "1").verdict()).isEqualTo(Verdict.MORE);
        assertThat(followUp(proposed, 6, "2").verdict()).isEqualTo(Verdict.TOO_EARLY);
        assertThat(FollowUp.of(proposed, Optional.empty(), number("3"), number("2"), UNTIL)
                        .verdict())
                .isEqualTo(Verdict.NOT_APPLIED);
    }

    @Test
    void range_turnedAround_isRefused() {
        assertThatThrownBy(() -> optimisation("a", "5", "4", Risk.LOW, "x")).hasMessageContaining("low");
    }

    private static FollowUp followUp(Optimisation proposed, int days, String after) {
        return FollowUp.of(
                proposed, Optional.of(UNTIL.minus(Duration.ofDays(days))), number("3"), number(after), UNTIL);
    }

    private static MinimumInstances facts(double hours, String covered) {
        return new MinimumInstances("probe", 1, number("13.14"), number(covered), hours, OptionalDouble.of(900));
    }

    private static InstanceRules.Replica replica(double primary, double replica, boolean failover) {
        return new InstanceRules.Replica("r", "main", number("40"), number("60"), 5, primary, replica, failover);
    }

    private static Optimisation optimisation(String key, String low, String high, Risk risk, String scope) {
        return new Optimisation(
                key,
                key,
                WINDOW.from(),
                WINDOW.until(),
                "numbers",
                number(low),
                number(high),
                risk,
                "reason",
                new TerraformChange("var.x", "y", "1", "0"),
                Set.of(scope));
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }
}
