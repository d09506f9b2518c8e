// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import java.time.Instant;

/**
 * State of the throttle that a worker keeps between pieces of work: tokens and the usual latency.
 *
 * @param tokens rows that it may move under its ceiling; negative = overdrawn
 * @param tokensAt when that was so, by the clock of the instance that worked
 * @param calmSeconds for a row when the database was calm; 0 = not known yet
 * @param vacuumFrom when the worker may vacuum again; long ago if it never has
 */
record ThrottleState(double tokens, Instant tokensAt, double calmSeconds, Instant vacuumFrom) {
    /** Nothing is known. */
    static final ThrottleState UNKNOWN = new ThrottleState(0, Instant.EPOCH, 0, Instant.EPOCH);

    ThrottleState {
        tokens = Double.isFinite(tokens) ? tokens : 0;
        calmSeconds = Double.isFinite(calmSeconds) && calmSeconds > 0 ? calmSeconds : 0;
    }
}
