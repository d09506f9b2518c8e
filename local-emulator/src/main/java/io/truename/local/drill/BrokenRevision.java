// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import io.truename.local.story.MismatchException;
import java.time.Duration;
import java.util.List;

/** Revision of {@code generate} that refuses to start, while all requests of three minutes go to it. */
final class BrokenRevision implements Cause {
    /** More than the schedules' own in a minute. */
    private static final int REQUESTS_A_MINUTE = 5;

    private static final int MINUTES = 4;

    private final Generate generate;
    private final DrillClock clock;

    BrokenRevision(Generate generate, DrillClock clock) {
        this.generate = generate;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "a revision of generate that cannot start";
    }

    @Override
    public List<String> opens() {
        return List.of("generate-failures", "region-unhealthy");
    }

    /** A failing start takes as long as one that succeeds. */
    @Override
    public List<String> mayOpen() {
        return Generate.STARTING;
    }

    @Override
    public void begin() throws InterruptedException {
        generate.deployBroken();
        for (int minute = 0; minute < MINUTES; minute++) {
            if (generate.ask(REQUESTS_A_MINUTE) < REQUESTS_A_MINUTE) {
                throw new MismatchException("generate answered although its revision cannot start");
            }
            clock.beSilent(Duration.ofMinutes(1));
        }
    }

    @Override
    public void end() throws InterruptedException {
        generate.deploy();
    }
}
