// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import java.util.List;
import java.util.SortedMap;

/** Series as PromQL sees it: labels, {@code __name__} among them, and points oldest first. */
record Sampled(SortedMap<String, String> labels, List<Point> points) {
    /** @param time milliseconds since 1970 */
    record Point(long time, double value) {}
}
