// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.truename.tuning.candidate.Side;
import io.truename.tuning.series.MetricSeries;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IncidentTest {
    private static final long TEN_MINUTES = 600_000;
    private static final MetricSeries TEN = MetricSeries.of(0, TEN_MINUTES, 10, 10, 10, 10, 10, 10, 10, 10, 10);

    @Test
    void on_byHand() {
        assertThat(on(IncidentKind.STEP)).containsExactly(10, 20, 20, 20, 20, 20, 20, 10, 10);
        assertThat(on(IncidentKind.SPIKE)).containsExactly(10, 20, 10, 10, 10, 10, 10, 10, 10);
        assertThat(on(IncidentKind.TRAFFIC_LOSS)).containsExactly(10, 5, 5, 5, 5, 5, 5, 10, 10);
        assertThat(on(IncidentKind.RAMP)[3]).isEqualTo(15, within(1e-9));
        assertThat(on(IncidentKind.RAMP)[6]).isEqualTo(20, within(1e-9));
        assertThat(on(IncidentKind.ONE_OF_THREE)[1]).isEqualTo(13.333, within(1e-3));
        assertThat(on(IncidentKind.MISSING_DATA)[6]).isNaN();
        assertThat(on(IncidentKind.MISSING_DATA)[7]).isEqualTo(10);
    }

    @Test
    void on_aSignedMetric_adds() {
        MetricSeries signed = MetricSeries.of(0, TEN_MINUTES, -4, -4, 4, 4);
        assertThat(new Incident(IncidentKind.STEP, 1, 0.5, 1).on(signed).values())
                .containsExactly(-4, -2, 6, 6);
        assertThat(new Incident(IncidentKind.TRAFFIC_LOSS, 1, 0.5, 1).on(signed).values())
                .containsExactly(-4, -6, 2, 2);
    }

    @Test
    void on_severalMetrics_halfAsMuchEach() {
        List<MetricSeries> hurt = new SharedIncident(IncidentKind.STEP, 1, 1, 7).on(List.of(TEN, TEN, TEN));
        assertThat(hurt).extracting(series -> series.value(1)).containsExactly(20.0, 15.0, 12.5);
        List<MetricSeries> now = new SharedIncident(IncidentKind.INTERMITTENT, 1, 1, 7).on(List.of(TEN, TEN));
        for (int slot = 0; slot < TEN.size(); slot++) {
            assertThat(now.get(0).value(slot) > 10).isEqualTo(now.get(1).value(slot) > 10);
        }
    }

    @Test
    void on_theWorseSide() {
        Incident step = new Incident(IncidentKind.STEP, 1, 0.5, 1);
        assertThat(step.on(TEN, Harm.on(Side.ABOVE)).value(1)).isEqualTo(15);
        assertThat(step.on(TEN, Harm.on(Side.BELOW)).value(1)).isEqualTo(5);
        assertThat(new Incident(IncidentKind.TRAFFIC_LOSS, 1, 1, 1)
                        .on(TEN, Harm.on(Side.BELOW))
                        .value(1))
                .isEqualTo(5);
    }

    @Property(tries = 100)
    void on_changesNothingOutside(
            @ForAll IncidentKind kind,
            @ForAll @IntRange(min = 1, max = 200) int first,
            @ForAll @DoubleRange(min = 0.01, max = 10) double size,
            @ForAll long seed) {
        MetricSeries series = new SyntheticLatency(seed, 0, 300_000).days(1);
        Incident incident = new Incident(kind, first, size, seed);
        double[] with = incident.on(series).values();
        int end = Math.min(with.length, first + incident.slots(series));
        assertThat(Arrays.copyOf(with, first)).isEqualTo(Arrays.copyOf(series.values(), first));
        assertThat(Arrays.copyOfRange(with, end, with.length))
                .isEqualTo(Arrays.copyOfRange(series.values(), end, with.length));
        assertThat(incident.on(series).values()).isEqualTo(with);
    }

    private static double[] on(IncidentKind kind) {
        return new Incident(kind, 1, 1, 7).on(TEN).values();
    }
}
