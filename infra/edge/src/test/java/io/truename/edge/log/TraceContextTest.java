// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @Test
    void parse_whatTheSpecificationShows() {
        assertThat(parse("00-" + TRACE + "-" + SPAN + "-01")).isEqualTo(new TraceContext(TRACE, SPAN, true));
        assertThat(parse("00-" + TRACE + "-" + SPAN + "-02").sampled()).isFalse();
    }

    @Test
    void parse_laterVersion_mayHaveMore() {
        assertThat(parse("01-" + TRACE + "-" + SPAN + "-01-more").traceId()).isEqualTo(TRACE);
    }

    @Test
    void parse_absent_isNone() {
        assertThat(TraceContext.parse(Optional.empty())).isSameAs(TraceContext.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-" + TRACE + "-" + SPAN,
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "01-" + TRACE + "-" + SPAN + "-01more",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "0x-" + TRACE + "-" + SPAN + "-01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-0g",
                "00_" + TRACE + "_" + SPAN + "_01",
                "00-alice@example.org-alice@example.or-b7ad6b7169203331-01"
            })
    void parse_notToTheLetter_isNone(String header) {
        assertThat(parse(header)).isSameAs(TraceContext.NONE);
    }

    @Test
    void parseCloud_readsTheDecimalSpan() {
        assertThat(cloud(TRACE + "/13235353014750950193;o=1")).isEqualTo(new TraceContext(TRACE, SPAN, true));
        assertThat(cloud(TRACE + "/1")).isEqualTo(new TraceContext(TRACE, "0000000000000001", false));
        assertThat(cloud(TRACE + "/1;o=0").sampled()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                TRACE,
                TRACE + "/",
                TRACE + "/0;o=1",
                TRACE + "/+1;o=1",
                TRACE + "/x",
                TRACE + "/18446744073709551616",
                TRACE + "/111111111111111111111",
                "00000000000000000000000000000000/1",
                "alice@example.org-alice@example.or/1"
            })
    void parseCloud_notToTheLetter_isNone(String header) {
        assertThat(cloud(header)).isSameAs(TraceContext.NONE);
    }

    @Test
    void start_isLegal_andSampledByItsId() {
        Random random = new Random(1);
        int sampled = 0;
        for (int i = 0; i < 25_600; i++) {
            TraceContext started = TraceContext.start(random);
            assertThat(parse(started.traceparent().orElseThrow())).isEqualTo(started);
            assertThat(started.sampled()).isEqualTo(started.traceId().endsWith("00"));
            sampled += started.sampled() ? 1 : 0;
        }
        assertThat(sampled).isBetween(60, 140);
    }

    @Test
    void start_ofARandomThatGivesZeros_isStillLegal() {
        TraceContext started = TraceContext.start(() -> 0L);
        assertThat(parse(started.traceparent().orElseThrow())).isEqualTo(started);
    }

    @Test
    void child_hasItsOwnSpan() {
        TraceContext trace = new TraceContext(TRACE, SPAN, true);
        TraceContext child = trace.child(new Random(1));
        assertThat(child.traceId()).isEqualTo(TRACE);
        assertThat(child.sampled()).isTrue();
        assertThat(child.spanId()).isNotEqualTo(SPAN);
        assertThat(TraceContext.NONE.child(new Random(1)).isNone()).isFalse();
        assertThat(TraceContext.NONE.traceparent()).isEmpty();
    }

    private static TraceContext cloud(String header) {
        return TraceContext.parseCloud(Optional.of(header));
    }

    private static TraceContext parse(String header) {
        return TraceContext.parse(Optional.of(header));
    }
}
