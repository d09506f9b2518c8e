// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.ratio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;

class RatioThresholdTest {
    @Test
    void leastErrors_byHand() {
        // Of 100 requests at 1 %: 1 - (0.99^100 + 100 * 0.01 * 0.99^99) = 0.2642 for two errors or more.
        RatioThreshold threshold = new RatioThreshold(0.01, Double.POSITIVE_INFINITY, 1e-3, 2);
        assertThat(threshold.chance(2, 100)).isEqualTo(0.26424, within(1e-5));
        assertThat(threshold.chance(0, 100)).isEqualTo(1);
        // P[X >= 6] = 0.00053, P[X >= 5] = 0.0034.
        assertThat(threshold.leastErrors(100)).isEqualTo(6);
        // Five at least, and more than twice the usual.
        assertThat(threshold.leastErrors(1)).isEqualTo(5);
        assertThat(threshold.leastErrors(100_000)).isEqualTo(2_001);
    }

    @Test
    void chance_betaBinomialOfTwo() {
        // Uniform shares: every count of errors is as likely.
        RatioThreshold threshold = new RatioThreshold(0.5, 2, 0.01, 1);
        assertThat(threshold.chance(1, 4)).isEqualTo(0.8, within(1e-9));
        assertThat(threshold.chance(4, 4)).isEqualTo(0.2, within(1e-9));
    }

    @Test
    void of_knowsBurstsFromChance() {
        Random random = new Random(5);
        List<EventCount> calm = new ArrayList<>();
        List<EventCount> bursts = new ArrayList<>();
        BetaDistribution shares = new BetaDistribution(new Well19937c(5), 2, 198);
        for (int window = 0; window < 2_000; window++) {
            calm.add(draw(random, 0.01));
            bursts.add(draw(random, shares.sample()));
        }
        assertThat(RatioThreshold.of(calm, 1e-6, 2).precision()).isInfinite();
        RatioThreshold threshold = RatioThreshold.of(bursts, 1e-3, 1);
        assertThat(threshold.usual()).isEqualTo(0.01, within(0.001));
        assertThat(threshold.precision()).isBetween(150.0, 260.0);
        // Judged on windows it was not made from: as rare as it says.
        long alarms = 0;
        long least = threshold.leastErrors(1_000);
        int windows = 20_000;
        for (int window = 0; window < windows; window++) {
            EventCount count = draw(random, shares.sample());
            alarms += count.events() >= least ? 1 : 0;
        }
        assertThat((double) alarms / windows).isBetween(0.0002, 0.003);
        assertThat(threshold.leastErrors(1_000))
                .isGreaterThan(new RatioThreshold(0.01, Double.POSITIVE_INFINITY, 1e-3, 1).leastErrors(1_000));
    }

    private static EventCount draw(Random random, double share) {
        int all = 1_000;
        return new EventCount(
                new BinomialDistribution(null, all, share).inverseCumulativeProbability(random.nextDouble()), all);
    }
}
