// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import io.truename.local.story.FunctionClient;
import java.time.Duration;
import java.util.List;

/** Nothing is measured, as if the region were gone: not even the requests of the schedules. */
final class Silence implements Cause {
    private final FunctionClient migrate;
    private final DrillClock clock;

    Silence(FunctionClient migrate, DrillClock clock) {
        this.migrate = migrate;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "nothing is measured for half an hour";
    }

    @Override
    public List<String> opens() {
        return List.of("region-unhealthy");
    }

    @Override
    public void begin() throws InterruptedException {
        migrate.get("/health");
        clock.pass(Duration.ofMinutes(1));
        clock.beSilent(Duration.ofMinutes(31));
    }

    @Override
    public void end() throws InterruptedException {
        migrate.get("/health");
    }
}
