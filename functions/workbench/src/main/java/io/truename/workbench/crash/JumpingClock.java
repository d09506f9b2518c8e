// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.crash;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;

/** System clock that a test can set wrong. */
final class JumpingClock extends Clock {
    private final AtomicLong offSeconds = new AtomicLong();
    private final Clock system = Clock.systemUTC();

    void jump(long seconds) {
        offSeconds.addAndGet(seconds);
    }

    @Override
    public ZoneId getZone() {
        return system.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return system.instant().plusSeconds(offSeconds.get());
    }
}
