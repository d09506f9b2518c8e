// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.hold;

import io.truename.rekeying.run.RunSettings.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** Reads a window of the day, in UTC. One that begins and ends at the same time is the whole day. */
final class LowTraffic {
    private static final long DAY = Duration.ofDays(1).toNanos();

    private LowTraffic() {}

    /** Time until the window opens; zero if it is open now. */
    static Duration opensIn(Window window, Instant now) {
        long from = window.from().toNanoOfDay();
        long open = Math.floorMod(window.until().toNanoOfDay() - from, DAY);
        long since = Math.floorMod(LocalTime.ofInstant(now, ZoneOffset.UTC).toNanoOfDay() - from, DAY);
        return open == 0 || since < open ? Duration.ZERO : Duration.ofNanos(DAY - since);
    }
}
