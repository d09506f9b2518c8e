// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import java.time.Instant;

/**
 * Throttle state that is stored between pieces of work: tokens and baseline latency.
 *
 * @param tokens rows that the worker may move under its ceiling; negative if overdrawn
 * @param tokensAt time of {@code tokens}, by the clock of the instance that worked
 * @param calmSeconds baseline seconds for a row; 0 if unknown
 * @param vacuumFrom time from which the worker may vacuum again; long ago if it never has
 */
record ThrottleState(double tokens, Instant tokensAt, double calmSeconds, Instant vacuumFrom) {
    /** Initial state. */
    static final ThrottleState UNKNOWN = new ThrottleState(0, Instant.EPOCH, 0, Instant.EPOCH);

    ThrottleState {
        tokens = Double.isFinite(tokens) ? tokens : 0;
        calmSeconds = Double.isFinite(calmSeconds) && calmSeconds > 0 ? calmSeconds : 0;
    }
}
