// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.Samples;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.BigRange;

final class PointCodingPropertyTest {
    /** What is written. */
    record Written(MetricKind kind, ValueType type, List<Sample> samples) {}

    @Provide
    Arbitrary<Written> written() {
        Arbitrary<ValueType> types =
                Arbitraries.of(ValueType.BOOL, ValueType.INT64, ValueType.DOUBLE, ValueType.DISTRIBUTION);
        Arbitrary<MetricKind> kinds = Arbitraries.of(MetricKind.GAUGE, MetricKind.DELTA, MetricKind.CUMULATIVE);
        Arbitrary<Long> steps = Arbitraries.of(5_000L, 60_000L, 61_234L, 600_000L);
        return Combinators.combine(types, kinds, Arbitraries.integers().between(0, 200), steps, Arbitraries.longs())
                .as((type, kind, count, step, seed) -> {
                    MetricKind possible = type == ValueType.BOOL ? MetricKind.GAUGE : kind;
                    return new Written(possible, type, Samples.series(possible, type, count, step, seed));
                });
    }

    @Property(tries = 300)
    void whatIsWritten_isRead(@ForAll("written") Written written) {
        byte[] bytes = PointEncoder.encode(written.kind, written.samples);
        assertThat(PointDecoder.decode(bytes, written.kind, written.type)).isEqualTo(written.samples);
    }

    @Property(tries = 1000)
    void decimals_areReadToTheBit(@ForAll List<@BigRange(min = "-1000000", max = "1000000") BigDecimal> numbers) {
        ByteSink out = new ByteSink();
        double previous = -0.0;
        for (BigDecimal number : numbers) {
            out.putDouble(number.doubleValue(), previous);
            previous = number.doubleValue();
        }
        ByteSource in = new ByteSource(out.toArray());
        previous = -0.0;
        for (BigDecimal number : numbers) {
            previous = in.getDouble(previous);
            assertThat(Double.doubleToRawLongBits(previous))
                    .isEqualTo(Double.doubleToRawLongBits(number.doubleValue()));
        }
    }

    @Property(tries = 300)
    void numbers_ofAnySize_areRead(@ForAll List<Long> wholes, @ForAll List<Double> reals) {
        ByteSink out = new ByteSink();
        double previous = 0;
        for (long whole : wholes) {
            out.putSigned(whole);
            out.putUnsigned(whole);
        }
        for (double real : reals) {
            out.putDouble(real, previous);
            previous = real;
        }
        ByteSource in = new ByteSource(out.toArray());
        for (long whole : wholes) {
            assertThat(in.getSigned()).isEqualTo(whole);
            assertThat(in.getUnsigned()).isEqualTo(whole);
        }
        previous = 0;
        for (double real : reals) {
            previous = in.getDouble(previous);
            assertThat(previous).isEqualTo(real);
        }
    }
}
