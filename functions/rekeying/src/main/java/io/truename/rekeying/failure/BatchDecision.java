// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.failure;

import io.truename.rekeying.run.Cause;
import java.time.Duration;
import java.util.Optional;

/** Decision that {@link BatchRecovery} takes after an attempt at a batch. */
public sealed interface BatchDecision {
    /** Go on with the next batch. */
    record Proceed() implements BatchDecision {}

    /** Try again as before. */
    record Retry() implements BatchDecision {}

    /** Try again with every row locked before it is read. */
    record LockRows() implements BatchDecision {}

    /** Try the only document again with rows locked and the longest statement time-out. */
    record ExtendTime() implements BatchDecision {}

    /** Try the two halves of the batch, one after the other. */
    record Halve() implements BatchDecision {}

    /**
     * Set the only document of the batch aside.
     *
     * @param code stable, such as {@code unique}
     * @param reason may quote data: for the run's own record, never for a log above DEBUG
     * @param sqlState five characters; empty if no statement failed
     * @param then how the run stops afterwards; empty if it goes on with the other documents
     */
    record Quarantine(String code, String reason, Optional<String> sqlState, Optional<Stop> then)
            implements BatchDecision {}

    /**
     * End this piece of work and say why the run waits.
     *
     * @param retryAfter when the next piece of work may try again
     */
    record Hold(String code, String sentence, Duration retryAfter) implements BatchDecision {}

    /** End the run's work until a person has acted. */
    record Stop(Cause cause, String code, String reason) implements BatchDecision {}

    /** Give the connection up and read the run's record on another: the batch may have been committed. */
    record Reconnect() implements BatchDecision {}
}
