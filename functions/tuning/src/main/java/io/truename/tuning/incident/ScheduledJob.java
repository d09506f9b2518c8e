// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import java.time.Instant;
import java.util.Optional;

/** Job that a component does at fixed times. */
public interface ScheduledJob {
    /** Component that does the work. */
    String component();

    /** Such as {@code probe-full, 23 2 * * * in Etc/UTC}. */
    String name();

    /** The first time after one at which it is due; empty if there is none. */
    Optional<Instant> after(Instant time);
}
