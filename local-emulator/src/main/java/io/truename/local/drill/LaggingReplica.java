// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import com.google.monitoring.v3.TypedValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Replica that is two seconds behind. */
final class LaggingReplica implements Cause {
    private final WrittenPoints points;

    LaggingReplica(WrittenPoints points) {
        this.points = points;
    }

    @Override
    public String name() {
        return "a replica is two seconds behind";
    }

    @Override
    public List<String> opens() {
        return List.of("replication-lag");
    }

    @Override
    public boolean written() {
        return true;
    }

    @Override
    public void begin() {
        write(2);
    }

    @Override
    public void end() {
        write(0);
    }

    private void write(double seconds) {
        points.write(
                "database/replication_lag_seconds",
                Map.of(),
                TypedValue.newBuilder().setDoubleValue(seconds).build(),
                Duration.ZERO);
    }
}
