// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.tuning.backtest.BacktestReport.Unjudged;
import io.truename.tuning.series.MetricSeries;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Six hours of minutes from midnight on; the policy is there from 1:00 on; hour 4 has no values. */
class BacktestReportTest {
    private static final long MINUTE = 60_000;
    private static final int FIRST = 60;

    private final MetricSeries series;
    private final boolean[] firing = new boolean[360];

    BacktestReportTest() {
        double[] values = new double[360];
        Arrays.fill(values, 240, 300, Double.NaN);
        series = MetricSeries.of(0, MINUTE, values);
    }

    private BacktestReport report(TimeWindow... incidents) {
        return BacktestReport.of(series, firing, FIRST, List.of(incidents));
    }

    private static TimeWindow minutes(long from, long to) {
        return new TimeWindow(from * MINUTE, to * MINUTE);
    }

    @Test
    void incidents_areFoundMissedOrNotJudged() {
        Arrays.fill(firing, 155, 166, true);

        BacktestReport report =
                report(minutes(10, 20), minutes(150, 170), minutes(160, 162), minutes(200, 210), minutes(245, 250));

        assertThat(report.incidents())
                .extracting(BacktestReport.Judged::unjudged)
                .containsExactly(
                        Unjudged.BEFORE_POLICY, Unjudged.NONE, Unjudged.NONE, Unjudged.NONE, Unjudged.NO_VALUE);
        assertThat(report.incidents())
                .extracting(BacktestReport.Judged::millisToAlarm)
                .containsExactly(
                        OptionalLong.empty(),
                        OptionalLong.of(5 * MINUTE),
                        OptionalLong.of(0),
                        OptionalLong.empty(),
                        OptionalLong.empty());
        assertThat(report.counts().recall()).isEqualTo(new Share(2, 3));
        assertThat(report.alarms()).containsExactly(minutes(155, 166));
    }

    @Test
    void hours_areCountedOnceEach() {
        firing[130] = true;
        // An incident that cannot be judged makes its hour unclean all the same: it says that something was wrong.
        BacktestReport report = report(minutes(150, 170), minutes(10, 20), minutes(245, 250));

        assertThat(report.hours()).isEqualTo(new BacktestReport.Hours(1, 1, 1, 3));
        assertThat(report.counts().falseHours()).isEqualTo(new Share(0, 3));
        assertThat(report.counts().falseEpisodes()).isEqualTo(1);
    }

    @Test
    void incident_inWhichThePolicyBegins_isTimedFromThere() {
        firing[63] = true;
        assertThat(report(minutes(30, 90)).incidents().get(0).millisToAlarm()).hasValue(3 * MINUTE);
    }
}
