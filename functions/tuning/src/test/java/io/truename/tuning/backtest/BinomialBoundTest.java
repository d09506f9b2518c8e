// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialBoundTest {
    @ParameterizedTest
    @CsvSource({"0, 168, 0.01767", "3, 168, 0.0455", "4, 168, 0.0537", "10, 10, 1", "0, 0, 1"})
    void upper_knownValues(long events, long trials, double bound) {
        assertThat(BinomialBound.upper(events, trials, 0.95)).isEqualTo(bound, within(6e-5));
    }

    @ParameterizedTest
    @CsvSource({"299, 299, 0.99, 1", "472, 473, 0.99, 1", "626, 628, 0.99, 1", "298, 298, 0.99, 0", "471, 472, 0.99, 0"
    })
    void lower_numberOfIncidentsThatProves(long found, long incidents, double share, int proven) {
        assertThat(BinomialBound.lower(found, incidents, 0.95) >= share).isEqualTo(proven == 1);
    }

    @Test
    void upper_isTheProbabilityAtWhichSoFewAreUnlikely() {
        for (int events = 0; events < 20; events++) {
            double bound = BinomialBound.upper(events, 20, 0.95);
            assertThat(new BinomialDistribution(null, 20, bound).cumulativeProbability(events))
                    .isEqualTo(0.05, within(1e-6));
        }
    }
}
