// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.stage;

import java.time.Duration;
import java.util.Optional;

/**
 * Time of a stage: from the end of the stage before to its own end, over the documents that came out of it.
 *
 * @param from the stage before
 * @param documents that came out; if 0, the times are zero
 * @param p99 only one in a hundred took longer
 * @param working median of the seconds that events say the stage worked; empty if none says it
 */
public record StageTime(
        Stage from,
        Stage stage,
        long documents,
        Duration median,
        Duration p99,
        Duration longest,
        Optional<Duration> working) {
    /** With fewer documents, nothing counts as usual. */
    public static final long LEAST_DOCUMENTS = 30;

    /** Nothing faster than this is called late. */
    public static final Duration LEAST_LIMIT = Duration.ofMinutes(1);

    private static final int TIMES_MEDIAN = 10;
    private static final int TIMES_P99 = 2;

    /**
     * Time after which a document counts as stuck before this stage: 10 times the median or twice the 99th percentile, whichever is
     * longer, and at least a minute. Both figures are of documents that came out, so that stuck ones do not move the limit. Empty
     * while too few came out.
     */
    public Optional<Duration> limit() {
        if (documents < LEAST_DOCUMENTS) {
            return Optional.empty();
        }
        Duration limit = max(median.multipliedBy(TIMES_MEDIAN), p99.multipliedBy(TIMES_P99));
        return Optional.of(max(limit, LEAST_LIMIT));
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
