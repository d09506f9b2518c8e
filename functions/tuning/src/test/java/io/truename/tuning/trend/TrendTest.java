// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {
    // Hollander and Wolfe, table 3.1 and examples 3.1 to 3.3: depression before and after a treatment.
    @Test
    void hodgesLehmann_theBooksExample() {
        double[] before = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
        double[] after = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};
        double[] differences =
                IntStream.range(0, 9).mapToDouble(i -> before[i] - after[i]).toArray();
        Estimate shift = HodgesLehmann.of(differences, 0.96);

        assertThat(shift.value()).isCloseTo(0.46, within(0.0051));
        assertThat(shift.lower()).isCloseTo(0.010, within(0.0005));
        assertThat(shift.upper()).isCloseTo(0.786, within(0.0005));
    }

    @Test
    void hodgesLehmann_tooFewDifferences_sayNothing() {
        Estimate shift = HodgesLehmann.of(new double[] {1, 2, 3}, 0.98);
        assertThat(shift.value()).isEqualTo(2);
        assertThat(shift.lower()).isInfinite();
        assertThat(shift.upper()).isInfinite();
    }

    @Test
    void hodgesLehmann_coversAsStated() {
        Random random = new Random(1);
        int missed = 0;
        for (int i = 0; i < 2_000; i++) {
            // Two exponentials' difference is symmetric with heavy tails.
            double[] values = random.doubles(24)
                    .map(u -> 5 + Math.log(u) - Math.log(random.nextDouble()))
                    .toArray();
            Estimate shift = HodgesLehmann.of(values, 0.9);
            missed += shift.lower() <= 5 && 5 <= shift.upper() ? 0 : 1;
        }
        // 200 expected; the standard deviation is 13.4.
        assertThat(missed).isBetween(140, 245);
    }

    @Test
    void mannKendall_byHand() {
        // Score 45, variance 10 * 9 * 25 / 18 = 125, z = 44 / 11.18 = 3.935.
        assertThat(MannKendall.pOfRise(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)).isCloseTo(4.15e-5, within(0.05e-5));
        assertThat(MannKendall.pOfRise(10, 9, 8, 7, 6, 5, 4, 3, 2, 1)).isCloseTo(1, within(1e-4));
        assertThat(MannKendall.pOfRise(3, 3, 3, 3)).isEqualTo(1);
        // Two pairs of ties: (4 * 3 * 13 - 2 * 2 * 1 * 9) / 18 = 120 / 18.
        assertThat(MannKendall.variance(1, 1, 2, 2)).isCloseTo(120 / 18.0, within(1e-12));
    }

    @Test
    void theilSen_isNotMovedByOutliers() {
        double[] x = IntStream.range(0, 40).asDoubleStream().toArray();
        double[] y = IntStream.range(0, 40)
                .mapToDouble(i -> i % 4 == 0 ? 1_000 - i : 3 + 2 * i)
                .toArray();
        Estimate slope = TheilSen.slope(x, y, 0.9);

        assertThat(slope.value()).isCloseTo(2, within(0.01));
        assertThat(slope.lower()).isLessThanOrEqualTo(2);
        assertThat(slope.upper()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void pettitt_findsThePlace_andNothingInNoise() {
        Random random = new Random(2);
        double[] values = new double[60];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian() + (i < 37 ? 0 : 3);
        }
        Pettitt change = Pettitt.of(values);
        assertThat(change.first()).isBetween(35, 39);
        assertThat(change.p()).isLessThan(1e-6);

        assertThat(Pettitt.of(random.doubles(60).toArray()).p()).isGreaterThan(0.01);
    }
}
