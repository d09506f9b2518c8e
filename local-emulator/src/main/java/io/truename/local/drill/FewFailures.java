// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import java.time.Duration;
import java.util.List;

/** Few failed requests among those that succeed: a revision cannot start and is replaced. */
final class FewFailures implements Cause {
    private static final int FAILURES = 1;
    private static final int SUCCESSES = 20;

    /** A rate needs failures in more than one minute of its window. */
    private static final int MINUTES = 3;

    private final Generate generate;
    private final DrillClock clock;

    FewFailures(Generate generate, DrillClock clock) {
        this.generate = generate;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "one request of twenty to generate fails";
    }

    @Override
    public List<String> opens() {
        return List.of(
                "error-rate-high",
                "error-rate-raised",
                "generate-availability-fast",
                "generate-availability-slow",
                "generate-availability-ticket",
                "generate-availability-budget");
    }

    @Override
    public List<String> mayOpen() {
        return Generate.STARTING;
    }

    @Override
    public void begin() throws InterruptedException {
        for (int minute = 0; minute < MINUTES; minute++) {
            generate.deployBroken();
            generate.ask(FAILURES);
            generate.deploy();
            generate.ask(SUCCESSES);
            clock.beSilent(Duration.ofMinutes(1));
        }
    }

    @Override
    public void end() {
        // The revision was replaced.
    }
}
