// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronScheduleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 * * * *    | Etc/UTC       | 2026-11-22T10:07:00Z | 2026-11-22T11:07:00Z",
                "*/15 * * * * | Etc/UTC       | 2026-11-22T10:14:59Z | 2026-11-22T10:15:00Z",
                "0 9 * * 1    | Etc/UTC       | 2026-11-22T10:00:00Z | 2026-11-23T09:00:00Z",
                "0 9 * * *    | Europe/Berlin | 2026-07-01T00:00:00Z | 2026-07-01T07:00:00Z",
                "0 9 * * *    | Europe/Berlin | 2026-12-01T00:00:00Z | 2026-12-01T08:00:00Z",
                // 02:30 does not exist on the day the clocks go forward: the next is a day later.
                "30 2 * * *   | Europe/Berlin | 2026-03-28T12:00:00Z | 2026-03-30T00:30:00Z",
            })
    void after_nextDueTime(String cron, String zone, Instant now, Instant next) {
        assertThat(new CronSchedule(cron, ZoneId.of(zone)).after(now)).contains(next);
    }

    @Test
    void after_never() {
        assertThat(new CronSchedule("0 0 30 2 *", ZoneId.of("Etc/UTC")).after(Instant.parse("2026-01-01T00:00:00Z")))
                .isEmpty();
    }

    @Test
    void schedule_notCron() {
        assertThatThrownBy(() -> new CronSchedule("every hour", ZoneId.of("Etc/UTC")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
