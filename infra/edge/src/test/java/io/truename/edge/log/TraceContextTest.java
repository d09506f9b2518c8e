// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
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

    private static TraceContext parse(String header) {
        return TraceContext.parse(Optional.of(header));
    }
}
