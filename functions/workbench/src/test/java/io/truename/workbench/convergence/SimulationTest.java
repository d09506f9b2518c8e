// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The dice are seeded: these figures are the same on every machine. */
class SimulationTest {
    private static final int RUNS = 20;
    private static final List<Simulation.Score> SCORES = Simulation.scores(RUNS);

    @Test
    void batches_neverOverTheCeilingWhereChanceIsSmall() {
        for (String database : List.of("stable", "stable, 0.3 s of overhead", "slowing", "crowded")) {
            assertThat(score(database, "Truename").overCeiling()).as(database).isZero();
        }
    }

    @Test
    void batches_hardlyEverOverTheCeilingWhereChanceIsGreat() {
        Simulation.Score ours = score("noisy (", "Truename");
        assertThat(ours.overCeiling()).isLessThanOrEqualTo(ours.batches() / 10_000);
        assertThat(score("noisy, 0.3", "Truename").overCeiling()).isZero();
        assertThat(score("noisy (", "Percona").overCeiling()).isGreaterThan(100);
        assertThat(score("noisy (", "GitLab").overCeiling()).isGreaterThan(100);
    }

    @Test
    void batches_learnFromTheFirstBurst() {
        // Two in fifteen bursts; the first cannot be foreseen.
        assertThat(score("bursting", "Truename").overCeiling()).isLessThanOrEqualTo(3 * RUNS);
        assertThat(score("bursting", "Percona").overCeiling()).isGreaterThan(25 * RUNS);
        assertThat(score("breaking", "Truename").overCeiling()).isLessThanOrEqualTo(RUNS + 1);
    }

    @Test
    void batches_neverMoreOverTheCeilingThanThePeers() {
        for (SimulatedDatabase database : Simulation.databases()) {
            int ours = score(database.name(), "Truename").overCeiling();
            assertThat(ours)
                    .isLessThanOrEqualTo(score(database.name(), "Percona").overCeiling());
            assertThat(ours)
                    .isLessThanOrEqualTo(score(database.name(), "GitLab").overCeiling());
        }
    }

    @Test
    void sizes_adaptWithinSecondsEverywhere() {
        for (SimulatedDatabase database : Simulation.databases()) {
            Simulation.Score ours = score(database.name(), "Truename");
            assertThat(ours.batchesToAdapt()).as(database.name()).isLessThan(30);
            assertThat(ours.secondsToAdapt()).as(database.name()).isLessThan(15);
        }
    }

    @Test
    void rows_nearTheOracle() {
        assertThat(score("stable", "Truename").throughput()).isGreaterThan(0.995);
        assertThat(score("stable, 0.3 s of overhead", "Truename").throughput()).isGreaterThan(0.99);
        assertThat(score("slowing", "Truename").throughput()).isGreaterThan(0.995);
        assertThat(score("noisy (", "Truename").throughput()).isGreaterThan(0.97);
        assertThat(score("bursting", "Truename").throughput()).isGreaterThan(0.95);
        assertThat(score("crowded", "Truename").throughput())
                .isGreaterThan(score("crowded", "Percona").throughput())
                .isGreaterThan(score("crowded", "GitLab").throughput() - 0.005);
    }

    private static Simulation.Score score(String database, String contender) {
        return SCORES.stream()
                .filter(score -> score.database().startsWith(database)
                        && score.contender().equals(contender))
                .findFirst()
                .orElseThrow();
    }
}
