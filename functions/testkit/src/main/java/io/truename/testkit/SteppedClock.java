// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Test clock that stands still but for {@link #advance}. */
public final class SteppedClock extends Clock {
    private volatile Instant now;

    /** Creates a clock that stands still at a time. */
    public SteppedClock(Instant now) {
        this.now = now;
    }

    /** Moves the clock forward. */
    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
