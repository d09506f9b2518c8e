// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import java.time.Duration;

/**
 * Limits that depend on how long something lasts, so that a test need not wait.
 *
 * @param lockWait a wait that is advised on; six times as long is critical
 * @param transaction the age of a transaction that is advised on; twelve times as old is high
 */
public record AdviceLimits(Duration lockWait, Duration transaction) {
    /** The published limits. */
    public static final AdviceLimits USUAL = new AdviceLimits(Duration.ofSeconds(10), Duration.ofMinutes(5));
}
