// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import java.time.Duration;
import java.util.List;

/** Large requests at once that wait until an instance of a new revision has started, and for each other, in three minutes. */
final class SlowStarts implements Cause {
    private static final int REQUESTS = 30;

    /** A single burst would be at the edge of a window of five minutes now and then, and the duration begin anew. */
    private static final int MINUTES = 3;

    private final Generate generate;
    private final DrillClock clock;

    SlowStarts(Generate generate, DrillClock clock) {
        this.generate = generate;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "large requests to generate wait for cold starts and each other";
    }

    @Override
    public List<String> opens() {
        return Generate.SLOW;
    }

    @Override
    public List<String> mayOpen() {
        return List.of(Generate.BUSY, "memory-high");
    }

    @Override
    public void begin() throws InterruptedException {
        for (int minute = 0; minute < MINUTES; minute++) {
            generate.deploy();
            generate.askForMany(REQUESTS);
            clock.beSilent(Duration.ofMinutes(1));
        }
    }

    @Override
    public void end() {
        // The instance that was started serves.
    }
}
