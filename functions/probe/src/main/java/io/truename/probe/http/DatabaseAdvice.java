// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import io.truename.probing.advice.Advice;
import io.truename.probing.advice.Unseen;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Port to the advice on the database. */
@FunctionalInterface
public interface DatabaseAdvice {
    /** Reads the database and advises. */
    Given give();

    /**
     * Advice of one reading.
     *
     * @param at time of the reading
     * @param comparedWith time of the earlier reading; empty if there was none
     * @param advice the worst first
     * @param unseen parts that could not be seen
     * @param mostConnections that the server allows; 0 if it does not show them
     */
    record Given(
            Instant at,
            Optional<Instant> comparedWith,
            List<Advice> advice,
            List<Unseen> unseen,
            long connections,
            long mostConnections) {
        public Given {
            advice = List.copyOf(advice);
            unseen = List.copyOf(unseen);
        }
    }
}
