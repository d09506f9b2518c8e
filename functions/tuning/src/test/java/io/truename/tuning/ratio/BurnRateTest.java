// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.ratio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BurnRateTest {
    /** Table 5-8 of The Site Reliability Workbook, and the requests for five errors. */
    @ParameterizedTest
    @CsvSource({
        "0.9995, 14.4, 0.0072, 695",
        "0.999, 14.4, 0.0144, 348",
        "0.999, 6, 0.006, 834",
        "0.99, 14.4, 0.144, 35",
        "0.95, 14.4, 0.72, 7",
        "0.9995, 1, 0.0005, 10000"
    })
    void errorRatio_ofTheWorkbook(double goal, double burn, double ratio, long requests) {
        BurnRate rate = new BurnRate(goal, burn, Duration.ofHours(1));
        assertThat(rate.errorRatio()).isEqualTo(ratio, within(1e-9));
        assertThat(rate.requestsNeeded()).isBetween(requests, requests + 1);
    }

    @Test
    void timeToFire_ofATotalOutage() {
        BurnRate rate = new BurnRate(0.9995, 14.4, Duration.ofHours(1));
        assertThat(rate.timeToFire(1))
                .hasValueSatisfying(time -> assertThat(time.toSeconds()).isEqualTo(25));
        assertThat(rate.timeToFire(0.007)).isEmpty();
    }

    @Test
    void infeasible_saysWhy() {
        assertThat(new BurnRate(0.95, 25, Duration.ofHours(1)).infeasible(1_000_000))
                .hasValue("A burn rate of 25.0 cannot be reached: with all requests failing it is 20.0.");
        BurnRate rate = new BurnRate(0.9995, 14.4, Duration.ofHours(1));
        assertThat(rate.infeasible(694))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .isEqualTo("At the threshold of 0.72 % errors, 694 requests have fewer than 5 errors;"
                                + " it takes 695 requests."));
        assertThat(rate.infeasible(695)).isEmpty();
    }
}
