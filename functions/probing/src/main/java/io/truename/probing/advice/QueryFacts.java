// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import java.util.Optional;

/**
 * A statement of the application, as pg_stat_statements counts it.
 *
 * @param id its queryid
 * @param text without values
 * @param shownBy statement that shows the whole text; empty if {@code text} is the whole, and can be planned
 * @param idLookup whether it selects from a table of the corpus by id
 * @param calls since statistics were last reset
 * @param millis of all calls
 */
public record QueryFacts(
        long id, String text, Optional<String> shownBy, boolean idLookup, long calls, double millis, long blocksRead) {
    /** Milliseconds of a call on average. */
    double mean() {
        return calls == 0 ? 0 : millis / calls;
    }

    /** Calls since an earlier reading, or since statistics were reset after it. */
    QueryFacts since(QueryFacts earlier) {
        boolean reset = calls < earlier.calls || millis < earlier.millis;
        return reset
                ? this
                : new QueryFacts(
                        id,
                        text,
                        shownBy,
                        idLookup,
                        calls - earlier.calls,
                        millis - earlier.millis,
                        Math.max(0, blocksRead - earlier.blocksRead));
    }
}
