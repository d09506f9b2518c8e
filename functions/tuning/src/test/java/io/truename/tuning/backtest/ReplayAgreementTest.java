// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.tuning.series.MetricSeries;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReplayAgreementTest {
    private static final long MINUTE = 60_000;

    @Test
    void of_withinTwoPeriods_onEitherSide() {
        ReplayAgreement agreement = ReplayAgreement.of(minutes(100, 10, 50), minutes(12, 48, 103), MINUTE);
        assertThat(agreement).isEqualTo(new ReplayAgreement(3, 3, 2));
        assertThat(agreement.refusal())
                .hasValue("The replay reproduces 2 of 3 incidents that opened, and opens 1 that did not:"
                        + " it must agree by 90 %.");
    }

    /** One opening of the replay is not two incidents. */
    @Test
    void of_eachMeetsOne() {
        assertThat(ReplayAgreement.of(minutes(10, 11), minutes(10), MINUTE).agreed())
                .isEqualTo(1);
        assertThat(ReplayAgreement.of(minutes(10, 11), minutes(9, 13), MINUTE).agreed())
                .isEqualTo(2);
    }

    @Test
    void refusal_belowNineOfTen() {
        List<Long> ten = LongStream.range(0, 10).mapToObj(i -> i * 60 * MINUTE).toList();
        assertThat(ReplayAgreement.of(ten, ten.subList(0, 9), MINUTE).refusal()).isEmpty();
        assertThat(ReplayAgreement.of(ten, ten.subList(0, 8), MINUTE).refusal()).isPresent();
        // Whatever opened is reproduced, and as much again.
        List<Long> nervous =
                LongStream.range(0, 20).mapToObj(i -> i * 30 * MINUTE).toList();
        ReplayAgreement agreement = ReplayAgreement.of(ten, nervous, MINUTE);
        assertThat(agreement.share()).isEqualTo(1);
        assertThat(agreement.refusal()).isPresent();
    }

    @Test
    void refusal_withoutOpenings() {
        assertThat(ReplayAgreement.of(List.of(), List.of(), MINUTE).refusal()).isEmpty();
        assertThat(ReplayAgreement.of(List.of(), minutes(3), MINUTE).refusal()).isPresent();
    }

    @Test
    void openings_ofFiring() {
        MetricSeries series = MetricSeries.of(0, MINUTE, 1, 1, 1, 1, 1);
        assertThat(ReplayAgreement.openings(series, new boolean[] {true, false, true, true, false}))
                .containsExactly(2 * MINUTE);
    }

    private static List<Long> minutes(long... minutes) {
        return LongStream.of(minutes).map(minute -> minute * MINUTE).boxed().toList();
    }
}
