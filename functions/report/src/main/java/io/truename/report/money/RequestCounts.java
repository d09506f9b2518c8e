// SPDX-License-Identifier: Apache-2.0
package io.truename.report.money;

import io.truename.history.RequestHistory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Counts of requests by function. */
@FunctionalInterface
public interface RequestCounts {
    /**
     * Requests of a function.
     *
     * @param total of the time
     * @param hoursWithTraffic share of its hours with a request
     */
    record Counted(long total, double hoursWithTraffic) {}

    /**
     * Requests of a time, by function; empty if nobody counts.
     *
     * @throws io.truename.monitoring.MetricReadException if the metrics cannot be read
     */
    Optional<Map<String, Counted>> read(Instant from, Instant until);

    /** From Cloud Run's metrics; {@code history} is empty where they are off. */
    static RequestCounts of(Supplier<Optional<RequestHistory>> history) {
        return (from, until) -> history.get().map(source -> of(source, from, until));
    }

    /** Likewise, of a history that there is. */
    static Map<String, Counted> of(RequestHistory history, Instant from, Instant until) {
        double hours = Math.max(1, Duration.between(from, until).toHours());
        Map<String, Counted> counted = new TreeMap<>();
        history.read(from, until, Duration.ofHours(1)).forEach((function, served) -> {
            long busy = served.slots().entrySet().stream()
                    .filter(slot -> slot.getValue()[1] > 0)
                    .map(slot -> slot.getKey().begin().truncatedTo(ChronoUnit.HOURS))
                    .distinct()
                    .count();
            counted.put(function, new Counted(served.total(), Math.min(1, busy / hours)));
        });
        return counted;
    }
}
