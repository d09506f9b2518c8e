// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import com.google.monitoring.v3.TypedValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Instance whose heap after collection grew evenly by a hundred megabytes in a day. A leak would have to be in the code. */
final class GrowingMemory implements Cause {
    private static final long BEFORE = 200_000_000;
    private static final long GROWTH = 100_000_000;
    private static final int DAY_MINUTES = 24 * 60;
    private static final int EVERY_MINUTES = 15;

    private final WrittenPoints points;

    GrowingMemory(WrittenPoints points) {
        this.points = points;
    }

    @Override
    public String name() {
        return "the heap of an instance grew in a day";
    }

    @Override
    public List<String> opens() {
        return List.of("memory-growing");
    }

    @Override
    public boolean written() {
        return true;
    }

    @Override
    public void begin() {
        for (int minutes = DAY_MINUTES; minutes >= 0; minutes -= EVERY_MINUTES) {
            write(BEFORE + GROWTH * (DAY_MINUTES - minutes) / DAY_MINUTES, Duration.ofMinutes(minutes));
        }
    }

    @Override
    public void end() {
        write(BEFORE, Duration.ZERO);
    }

    private void write(long bytes, Duration ago) {
        points.write(
                "runtime/memory_after_gc",
                Map.of(),
                TypedValue.newBuilder().setInt64Value(bytes).build(),
                ago);
    }
}
