// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import com.google.monitoring.v3.TimeSeries;
import java.time.Instant;
import java.util.List;

/** Port to the past of metrics, in the API's own messages. */
public interface MetricArchive {
    /** The most points of one reading. */
    int MOST_POINTS = 2_000_000;

    /**
     * Reads all points of a metric between two times, over all pages.
     *
     * @param type such as {@code run.googleapis.com/request_count}
     * @return series with their points, the newest first; a series can come in several parts. None of a metric that nobody wrote
     * @throws MetricReadException if they cannot be read, or are more than {@link #MOST_POINTS}; the message says what helps
     */
    List<TimeSeries> readAll(String type, Instant from, Instant until);
}
