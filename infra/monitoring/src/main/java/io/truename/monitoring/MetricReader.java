// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import java.time.Instant;
import java.util.List;

/** Port to points that others have written. */
public interface MetricReader {
    /** The most time series of one reading. */
    int MOST_SERIES = 1_000;

    /**
     * Reads the points of a metric between two times, in bounded time.
     *
     * @param type such as {@code run.googleapis.com/request_count}
     * @return one for each time series with points, at most {@link #MOST_SERIES}
     * @throws MetricReadException if they cannot be read; the message says what helps
     */
    List<ReadSeries> read(String type, Instant from, Instant until);
}
