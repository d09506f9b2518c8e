// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import com.google.monitoring.v3.TypedValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Tuner that wrote a threshold once and then no more. */
final class SilentTuner implements Cause {
    /** The number of the catalog, so that nothing else changes. */
    private static final double THRESHOLD = 5_000_000;

    private final WrittenPoints points;
    private final DrillClock clock;

    SilentTuner(WrittenPoints points, DrillClock clock) {
        this.points = points;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "no tuner renews the thresholds";
    }

    @Override
    public List<String> opens() {
        return List.of("threshold-stale");
    }

    @Override
    public boolean written() {
        return true;
    }

    @Override
    public void begin() throws InterruptedException {
        write();
        clock.pass(Duration.ofMinutes(1));
    }

    @Override
    public void end() {
        write();
    }

    private void write() {
        points.write(
                "tune/threshold",
                Map.of("policy", "memory-growing", "severity", "high"),
                TypedValue.newBuilder().setDoubleValue(THRESHOLD).build(),
                Duration.ZERO);
    }
}
