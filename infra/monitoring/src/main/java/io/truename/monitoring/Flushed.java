// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import java.util.Map;

/**
 * Result of a flush.
 *
 * @param written points that Cloud Monitoring has
 * @param failed points and values that are lost, or whose fate is not known
 * @param waiting points that the next flush writes, because this one came too early or Cloud Monitoring cannot be reached
 * @param failing whether the newest attempt to write failed
 */
public record Flushed(int written, int failed, int waiting, boolean failing) {
    /** Of a function that writes no metrics. */
    public static final Flushed NOTHING = new Flushed(0, 0, 0, false);

    /** Fields for the log line of the request; none if there was nothing to write. */
    public Map<String, Object> fields() {
        return written == 0 && failed == 0 ? Map.of() : Map.of("metricPoints", written, "metricFailures", failed);
    }
}
