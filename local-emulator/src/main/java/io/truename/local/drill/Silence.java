// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import io.truename.local.story.FunctionClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Nothing is measured, as if the region were gone: not even the requests of the schedules. */
final class Silence implements Cause {
    private static final String CALLS_MIGRATE = "/schedules/migrate-stalled-runs/run";

    private final FunctionClient cloud;
    private final DrillClock clock;

    Silence(FunctionClient cloud, DrillClock clock) {
        this.cloud = cloud;
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
        cloud.post(CALLS_MIGRATE, "{}");
        TimeUnit.SECONDS.sleep(1);
        clock.pass(Duration.ofMinutes(1));
        clock.beSilent(Duration.ofMinutes(31));
    }

    @Override
    public void end() throws InterruptedException {
        cloud.post(CALLS_MIGRATE, "{}");
    }
}
