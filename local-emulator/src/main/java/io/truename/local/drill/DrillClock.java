// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import io.truename.local.story.FunctionClient;
import java.time.Duration;
import java.time.Instant;

/** The monitoring clock, which the drill moves ahead. */
final class DrillClock {
    /** Time after which a change is out of the pattern that goes on while the clock moves. */
    private static final Duration PATTERN = Duration.ofMinutes(6);

    private final FunctionClient cloud;

    DrillClock(FunctionClient cloud) {
        this.cloud = cloud;
    }

    Instant now() throws InterruptedException {
        return Instant.parse(cloud.get("/clock").path("now").asText());
    }

    /** Lets time pass in which every series goes on as before. */
    void pass(Duration time) throws InterruptedException {
        advance(time, false);
    }

    /** Lets time pass in which nothing is measured. */
    void beSilent(Duration time) throws InterruptedException {
        advance(time, true);
    }

    /** Lets the events so far leave the pattern. */
    void forget() throws InterruptedException {
        beSilent(PATTERN);
    }

    private void advance(Duration time, boolean idle) throws InterruptedException {
        cloud.post("/clock/advance", "{\"seconds\":" + time.toSeconds() + ",\"idle\":" + idle + "}");
    }
}
