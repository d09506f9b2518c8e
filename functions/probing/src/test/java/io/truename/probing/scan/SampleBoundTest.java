// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleBoundTest {
    /** Computed with decimals of 50 digits, from the sum of binomial probabilities. */
    @ParameterizedTest
    @CsvSource({
        "10, 0, 0.95, 0.25886555089305224",
        "10, 1, 0.95, 0.3941633024365047",
        "100, 5, 0.95, 0.1022533776432745",
        "2995, 0, 0.95, 0.0009997444209011424",
        "30000, 30, 0.99, 0.001512970392622718",
        "10, 1, 0.999, 0.6237230890888255",
        "10, 10, 0.95, 1",
    })
    void share_asComputedElsewhere(long rows, long wrong, double confidence, double bound) {
        assertThat(new SampleBound(rows, wrong, confidence).share()).isEqualTo(bound, within(bound * 1e-9));
    }

    @Test
    void share_isTheShareAtWhichSoFewAreUnlikely() {
        for (int wrong = 0; wrong < 20; wrong++) {
            double share = new SampleBound(20, wrong, 0.95).share();
            assertThat(binomial(20, wrong, share)).isEqualTo(0.05, within(1e-9));
        }
    }

    @Test
    void share_ofALargeSample() {
        SampleBound bound = new SampleBound(2_000_000_000L, 1_000_000_000L, 0.95);
        assertThat(bound.share()).isBetween(0.5, 0.50003);
    }

    @Test
    void rowsToProve_ruleOfThree() {
        assertThat(SampleBound.rowsToProve(0.001, 0.95)).isEqualTo(2_995);
        assertThat(new SampleBound(2_995, 0, 0.95).share()).isLessThanOrEqualTo(0.001);
        assertThat(new SampleBound(2_994, 0, 0.95).share()).isGreaterThan(0.001);
        assertThat(SampleBound.rowsToProve(0.5, 0.5)).isEqualTo(1);
    }

    @Test
    void sentence_isRoundedUp() {
        assertThat(new SampleBound(2_995, 0, 0.95).sentence()).isEqualTo("At most 0.1 % wrong, with 95 % confidence");
        assertThat(new SampleBound(10, 1, 0.999).sentence()).isEqualTo("At most 63 % wrong, with 99.9 % confidence");
        assertThat(new SampleBound(10, 10, 0.95).sentence()).isEqualTo("At most 100 % wrong, with 95 % confidence");
    }

    @Test
    void simulation_boundHoldsAsOftenAsItSays() {
        for (SampleSimulation.Result result : SampleSimulation.results(1_000, 11)) {
            assertThat(result.heldAsOftenAsItSays()).as(result.toString()).isTrue();
            assertThat(result.meanBound()).as(result.toString()).isGreaterThan(result.share());
        }
    }

    @Test
    void coverage_exactIsNeverBelowTheConfidence() {
        // Sums over all possible samples instead of drawing some.
        for (int rows : new int[] {1, 5, 30, 100}) {
            int sampled = rows;
            double[] bounds = IntStream.rangeClosed(0, rows)
                    .mapToDouble(wrong -> new SampleBound(sampled, wrong, 0.95).share())
                    .toArray();
            for (double share = 0.01; share < 1; share += 0.01) {
                double held = 0;
                for (int wrong = 0; wrong <= rows; wrong++) {
                    if (bounds[wrong] >= share) {
                        held += binomial(rows, wrong, share) - (wrong == 0 ? 0 : binomial(rows, wrong - 1, share));
                    }
                }
                assertThat(held).as("%d rows, share %s", rows, share).isGreaterThanOrEqualTo(0.95 - 1e-9);
            }
        }
    }

    @Test
    void input_notLegal() {
        assertThatThrownBy(() -> new SampleBound(0, 0, 0.95)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SampleBound(1, 2, 0.95)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SampleBound(1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SampleBound.rowsToProve(0, 0.95)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Probability of at most so many wrong rows. */
    private static double binomial(int rows, int most, double share) {
        double term = Math.pow(1 - share, rows);
        double sum = term;
        for (int wrong = 1; wrong <= most; wrong++) {
            term *= share / (1 - share) * (rows - wrong + 1) / wrong;
            sum += term;
        }
        return sum;
    }
}
