// SPDX-License-Identifier: Apache-2.0
package io.truename.report.money;

import io.truename.history.BilledHistory;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Use of volumes and instances that are billed. */
@FunctionalInterface
public interface BilledUse {
    /**
     * Use in a time; empty if nobody measures.
     *
     * @throws io.truename.monitoring.MetricReadException if the metrics cannot be read
     */
    Optional<BilledHistory.Use> read(Instant from, Instant until);

    /** From Google's own metrics; {@code history} is empty where they are off. */
    static BilledUse of(Supplier<Optional<BilledHistory>> history) {
        return (from, until) -> history.get().map(source -> source.read(from, until));
    }
}
