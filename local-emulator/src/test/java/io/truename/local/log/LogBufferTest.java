// SPDX-License-Identifier: Apache-2.0
package io.truename.local.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogBufferTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final LogBuffer log = new LogBuffer(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void addRaw_structuredLine() {
        log.addRaw(
                "generate",
                "{\"severity\":\"ERROR\",\"time\":\"2026-01-01T00:00:00Z\",\"message\":\"m\",\"status\":500}");
        LogLine line = log.newest().get(0);
        assertThat(line.severity()).isEqualTo("ERROR");
        assertThat(line.time()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(line.fields()).containsEntry("status", 500).doesNotContainKeys("message", "severity", "time");
    }

    @Test
    void addRaw_textAndBrokenJson() {
        log.addRaw("generate", "{not json");
        log.addRaw("generate", "plain");
        assertThat(log.newest()).extracting(LogLine::message).containsExactly("{not json", "plain");
        assertThat(log.newest()).extracting(LogLine::time).containsOnly(NOW);
    }

    @Test
    void newest_bounded() {
        for (int i = 0; i < 2_000; i++) {
            log.add("part", "INFO", "line " + i);
        }
        assertThat(log.newest())
                .hasSize(500)
                .last()
                .extracting(LogLine::message)
                .isEqualTo("line 1999");
    }

    @Test
    void listen_untilEnded() {
        log.add("part", "INFO", "zero");
        List<String> heard = new ArrayList<>();
        Runnable end = log.listen(line -> heard.add(line.message()));
        log.add("part", "INFO", "one");
        end.run();
        log.add("part", "INFO", "two");
        assertThat(heard).containsExactly("zero", "one");
    }
}
